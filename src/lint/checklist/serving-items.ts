import type { JsonObject, ManifestObject } from '../view/place';
import { broken, fail, type Judged, type Judgement, part, pass } from './item';

/** Every accepted answer is finished before the server ends; 600 s is one way, not the rule. */
export function drains(judged: Judged): Judgement {
  const server = judged.service.pods[0]?.server;
  const pod = judged.service.pods[0];
  const reason = broken(judged, 'R16', 'R17', 'R18', 'R25', 'R26', 'R27', 'R34', 'R46', 'R61');
  if (!server || !pod)
    return part('the controller writes the pods: their drain is not in the files');
  const hook = server.preStop ? 'a preStop hook' : 'no preStop hook';
  if (reason) return server.preStop || !pod.graceSeconds.isDefault ? part(reason) : fail(reason);
  return server.preStop
    ? pass(`${hook}, and ${pod.graceSeconds.value} s of grace cover the drain`)
    : fail(`${hook}: requests that are still routed after the deletion are lost`);
}

/** No traffic before the model is loaded, and time to load it. */
export function readyWhenLoaded(judged: Judged): Judgement {
  const server = judged.service.pods[0]?.server;
  if (!server) return part('the controller writes the pods: their probes are not in the files');
  const { readiness, startup } = server.probes;
  if (!readiness) return fail('no readiness probe: traffic comes while the model loads');
  const reason = broken(judged, 'R20', 'R21', 'R33');
  if (reason) return part(reason);
  return startup
    ? pass('readiness asks the server, and a startup probe waits for the model')
    : part('readiness asks the server; no startup probe gives it time to load');
}

/** A DaemonSet that pulls the image of the server. */
export function imageIsPulled({ view, service }: Judged): Judgement {
  const image = service.pods[0]?.server?.image.value;
  const sets = view.objects.filter(({ kind }) => kind === 'DaemonSet');
  const puller = sets.find(
    (set) => image && JSON.stringify(set.content).includes(JSON.stringify(image)),
  );
  if (puller) return pass(`DaemonSet ${puller.name} pulls ${image}`);
  return fail(
    sets.length > 0
      ? `no DaemonSet here pulls ${image ?? 'the image'}`
      : 'no DaemonSet pulls the image before a pod needs it',
  );
}

/** Weights are on a volume that all replicas share, or already on the node. */
export function weightsAreShared(judged: Judged): Judgement {
  const reason = broken(judged, 'R22');
  if (reason) return fail(reason);
  const volumes = judged.service.pods[0]?.volumes ?? [];
  const shared = volumes.find(
    ({ kind }) => kind === 'claim' || kind === 'image' || kind === 'host-path',
  );
  return shared
    ? pass(`volume ${shared.name} (${shared.kind}) holds what replicas share`)
    : fail('no volume outlives a pod: every replica downloads the weights');
}

/** Numbers come from a plan, and the plan from a measurement. */
export function isValidated({ service }: Judged): Judgement {
  const { plan } = service;
  if (!plan) return fail('nothing ties thresholds and replicas to a load test');
  const isMeasured = plan.speed.calibration !== undefined;
  return isMeasured
    ? pass('the plan of the workload rests on measurements')
    : part('the plan of the workload is derived; calibrate it with a benchmark');
}

/** Somebody sees what it costs. */
export function costIsSeen({ view, service }: Judged): Judgement {
  const isCost = ({ kind, content }: ManifestObject): boolean =>
    ['PrometheusRule', 'ConfigMap', 'GrafanaDashboard', 'Rules'].includes(kind) &&
    /cost|usd|price|gpu.?hour/i.test(JSON.stringify(content satisfies JsonObject));
  const found = view.objects.find(isCost);
  if (found) return pass(`${found.kind} ${found.name} follows the cost`);
  return service.plan?.cost
    ? part('the plan has the cost; no rule or dashboard follows it')
    : fail('nothing here follows GPU-hours or the cost of a token');
}

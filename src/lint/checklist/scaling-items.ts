import { defaultDownWindowSeconds } from '../../kube/hpa-behavior';
import { scalingQueries } from '../signal/scaling-query';
import { broken, fail, type Judged, type Judgement, part, pass } from './item';

const LOAD = ['running', 'waiting', 'waitingByReason', 'kvCacheUsage'] as const;

/** What the engine has to do drives it, and the trigger can fire. */
export function scaledByLoad(judged: Judged): Judgement {
  const { view, service } = judged;
  const [scaler] = service.scalers;
  if (!scaler) return fail('nothing scales the service');
  const queries = scalingQueries(view).filter((query) => service.scalers.includes(query.scaler));
  const byLoad = queries.filter(({ signals }) => LOAD.some((signal) => signals.has(signal)));
  const metric = scaler.triggers.find(({ kind }) => kind === 'metric');
  if (byLoad.length === 0 && !metric) {
    const types = scaler.triggers.map(({ type }) => type).join(', ') || 'no trigger';
    return fail(`scaled by ${types}, and not by what the engine has to do`);
  }
  const reason = broken(judged, 'R1', 'R2', 'R3', 'R5', 'R6', 'R7', 'R13', 'R29', 'R64', 'R65');
  if (reason) return part(reason);
  return pass(
    byLoad.length > 0 ? `scaled by ${byLoad[0].query.value}` : `scaled by ${metric?.metric?.value}`,
  );
}

const FIVE_MINUTES = 300;

/** The first dip takes no replica away; it is not `cooldownPeriod` that sees to that. */
export function calmScaleDown(judged: Judged): Judgement {
  const [scaler] = judged.service.scalers;
  if (!scaler) return fail('nothing scales the service');
  const { scaleDown } = scaler.behavior.value;
  const window = scaleDown?.stabilizationWindowSeconds ?? defaultDownWindowSeconds;
  if (window < FIVE_MINUTES)
    return fail(`scale-down waits ${window} s, and a cold start takes minutes`);
  const written = scaleDown?.stabilizationWindowSeconds === undefined ? 'by default' : 'as written';
  const reason = broken(judged, 'R11', 'R10');
  if (reason) return part(reason);
  return scaleDown?.policies?.length
    ? pass(`scale-down waits ${window} s and goes in steps`)
    : part(`scale-down waits ${window} s ${written}, and then takes all at once`);
}

/** Two, so that one may go; none at all only on purpose. */
export function twoReplicas({ service, view }: Judged): Judgement {
  const [scaler] = service.scalers;
  const { value, isDefault } = scaler ? scaler.minReplicas : service.replicas;
  const word = scaler ? 'the minimum' : 'replicas';
  if (value >= 2) return pass(`${word}: ${value}`);
  if (value === 1) return part(`${word}: 1, so every roll-out and node upgrade is an outage`);
  const how =
    isDefault && scaler ? "KEDA's default, as minReplicaCount is not given" : 'as written';
  const wakes =
    scaler &&
    view.services.length > 0 &&
    scaler.triggers.some(({ metadata }) => metadata.activationThreshold);
  return wakes
    ? part(`${word}: 0, with a trigger that wakes it`)
    : fail(`${word}: 0 (${how}): the first request waits for a whole cold start`);
}

/** Replicas or nodes beyond what the load needs now. */
export function headroom({ view, service }: Judged): Judgement {
  const buffer = view.objects.find(({ kind }) => kind === 'CapacityBuffer');
  const placeholder = view.objects.find(
    ({ kind, content }) =>
      kind === 'Deployment' && /registry\.k8s\.io\/pause|\/pause:/.test(JSON.stringify(content)),
  );
  const warm = buffer ?? placeholder;
  const fleet = service.plan?.fleet;
  if (fleet && warm) {
    return pass(
      `the plan keeps ${fleet.replicasForGrowth} replicas for growth, and ${warm.kind} ${warm.name} keeps nodes`,
    );
  }
  if (fleet) return pass(`the plan keeps replicas for growth and ${fleet.spareReplicas} to spare`);
  if (warm) return part(`${warm.kind} ${warm.name} keeps nodes; nothing tells how many are enough`);
  return fail('neither warm nodes nor a plan that keeps replicas for growth');
}

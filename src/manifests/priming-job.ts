import { primingGpus } from '../capacity/priming';
import { canForceCacheLoad } from '../engines/vllm/caches';
import { contentHash } from '../kube/names';
import type { PlatformSpec } from '../kube/platform';
import { args, command } from './command';
import { compileCacheMount, copyToSeed } from './compile-cache';
import { httpPort, jobBackoffLimit } from './constants';
import { container } from './container';
import { primingInitContainers, waitRules } from './init-containers';
import { disrupted } from './job-rules';
import { sharedMetadata } from './metadata';
import { podAnnotations, podTemplate } from './pod-template';
import { primeCacheScript } from './scripts/prime-cache';
import { python } from './scripts/python';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

/** Letters that remain of a name beside `-prime-` and the hash: pods of Jobs have 63 at most. */
const NAME_ROOM = 63 - '-prime-0123456789-12345'.length;

/**
 * Fills the compile cache: one replica's GPUs, arguments and environment, for one start. Its pods
 * carry none of the service's labels, or scaler, budget and Service would count them. The name
 * follows the content, since the template of a Job cannot be changed.
 */
export function primingJob(
  plan: ServicePlan,
  spec: ServiceSpec,
  platform: PlatformSpec,
): WireObject | undefined {
  if (primingGpus(spec.compileCache?.primed, plan.replica) === 0) return undefined;
  const body = {
    backoffLimit: jobBackoffLimit,
    // A drained node and weights that come late cost no try.
    podFailurePolicy: { rules: [...waitRules(spec), disrupted] },
    template: primingTemplate(plan, spec, platform),
  };
  const name = `${spec.name.slice(0, NAME_ROOM)}-prime-${contentHash(body)}`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: sharedMetadata({ name, namespace: spec.namespace, component: 'compile-cache' }),
    spec: body,
  };
}

function primingTemplate(plan: ServicePlan, spec: ServiceSpec, platform: PlatformSpec): WireFields {
  const serving = podTemplate(plan, spec, platform, 'leader');
  const { topologySpreadConstraints: _spread, initContainers: _copy, ...pod } = serving.spec;
  const { labels } = sharedMetadata({ name: spec.name, component: 'compile-cache' });
  const annotations = podAnnotations(plan, spec, platform, isStrict(plan, spec) ? 2 : 1);
  return {
    metadata: { labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: {
      ...pod,
      ...primingInitContainers(spec),
      restartPolicy: 'Never',
      containers: [primer(plan, spec)],
    },
  };
}

function primer(plan: ServicePlan, spec: ServiceSpec): WireFields {
  const {
    startupProbe: _startup,
    readinessProbe: _readiness,
    livenessProbe: _liveness,
    lifecycle: _hook,
    args: _args,
    ports: _ports,
    volumeMounts,
    ...server
  } = container(plan, spec, 'leader') as WireFields & { volumeMounts: WireFields[] };
  const [from, to] = copyToSeed(plan, spec);
  return {
    ...server,
    command: python(
      primeCacheScript,
      httpPort,
      plan.probes.startupBudgetSeconds,
      isStrict(plan, spec) ? 1 : 0,
      from,
      to,
      spec.servedModelName,
    ),
    args: [...command(spec), ...args(plan, spec, 'leader')],
    volumeMounts: to === '' ? volumeMounts : [...volumeMounts, compileCacheMount],
  };
}

/** The engine starts a second time and has to load what it compiled. */
function isStrict(plan: ServicePlan, spec: ServiceSpec): boolean {
  const { strict = false } = spec.compileCache ?? {};
  return strict && canForceCacheLoad(spec.engine.version) && !isEager(plan, spec);
}

/** Nothing is compiled that could be loaded; kernels built at first use are still worth a cache. */
function isEager({ choice }: ServicePlan, { engine }: ServiceSpec): boolean {
  return [...choice.engineArguments, ...engine.extraArgs].some((argument) =>
    ['--enforce-eager', '-O0', '--optimization-level=0'].includes(argument),
  );
}

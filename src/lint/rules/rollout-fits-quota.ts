import { resolveIntOrPercent } from '../../kube/int-or-percent';
import type { Problem } from '../finding';
import { valueAt } from '../read/json';
import type { Rule } from '../rule';
import { replicaBounds } from '../service/bounds';
import { type GpuLimit, gpuLimits } from '../service/gpu-limits';
import { counted, titleOf } from '../service/titles';
import type { Json } from '../view/place';
import type { LintView, ServiceView } from '../view/view';

export const rolloutFitsQuota: Rule = {
  id: 'R23',
  name: 'rollout-fits-quota',
  severity: 'error',
  sentence: 'The GPUs that a roll-out has beside the replicas exist',
  why: 'A surge starts new pods before old ones leave. On GPUs nobody keeps spare ones: where the pods of the surge find none and nothing may be unavailable, the roll-out waits for ever; where a node autoscaler finds them, it buys that many nodes for the length of a cold start.',
  fix: 'write maxSurge: 0 and maxUnavailable: 1, or keep the GPUs of the surge free',
  source:
    'vllm-project/production-stack: helm/templates/deployment-vllm-multi.yaml (maxSurge 100%); https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
  check: (view: LintView) => {
    const limits = gpuLimits(view);
    return view.services
      .filter(({ rollout }) => rollout.surge.value > 0)
      .flatMap((service) => problemsOf(service, limits));
  },
};

const IN_PLACE = 'write maxSurge: 0 and maxUnavailable: 1';

function problemsOf(service: ServiceView, limits: readonly GpuLimit[]): Problem[] {
  const hung = limits.flatMap((limit) => hangs(service, limit));
  return hung.length > 0 ? hung.slice(0, 1) : costs(service);
}

/** The limit admits the replicas and not the surge beside them. */
function hangs(service: ServiceView, limit: GpuLimit): Problem[] {
  const { rollout, gpusPerReplica } = service;
  if (rollout.unavailable.value > 0 || !limit.services.includes(service)) return [];
  const others = limit.services.filter((each) => each !== service);
  const beside = sum(others.map((each) => replicaBounds(each).least * each.gpusPerReplica));
  const { least, most } = replicaBounds(service);
  const needed = (replicas: number): number =>
    beside + (replicas + surgeAt(service, replicas)) * gpusPerReplica;
  const fits = beside + most * gpusPerReplica <= limit.gpus;
  const atLeast = needed(Math.max(least, 1)) > limit.gpus;
  if (!fits || needed(most) <= limit.gpus) return [];
  const replicas = atLeast ? Math.max(least, 1) : most;
  const { object, path } = rollout.surge;
  return [
    {
      object,
      path,
      severity: atLeast ? 'error' : 'warning',
      message: `a roll-out at ${counted(replicas, 'replica')} needs ${needed(replicas)} GPUs, ${limit.title} has ${limit.gpus}, and no replica may be missing: it waits for ever`,
      arithmetic: {
        columns: ['', 'replicas', 'GPUs'],
        rows: [
          ['run', replicas, replicas * gpusPerReplica],
          ['surge', surgeAt(service, replicas), surgeAt(service, replicas) * gpusPerReplica],
          ...(beside > 0 ? [['other services at their minimum', '', beside]] : []),
        ],
      },
      fix: `${IN_PLACE}, or raise ${limit.title} to ${needed(most)} GPUs`,
    },
  ];
}

function costs(service: ServiceView): Problem[] {
  return service.rollout.surge.isDefault ? undecided(service) : doubled(service);
}

/** A default is a decision that nobody took. */
function undecided(service: ServiceView): Problem[] {
  const { kind, gpusPerReplica, rollout } = service;
  const few = Math.max(replicaBounds(service).least, 1);
  // From four replicas on, 25 % of them may be missing, and the roll-out needs nothing beside.
  if (kind !== 'Deployment' || gpusPerReplica === 0 || few >= 4) return [];
  const surge = surgeAt(service, few);
  const gpus = surge * gpusPerReplica;
  const { object, path } = rollout.surge;
  const message = `${titleOf(service)} states no roll-out strategy: 25 % of ${counted(few, 'replica')} is ${counted(surge, 'pod')} more and none missing, so that a roll-out waits for ${counted(gpus, 'free GPU')}`;
  const fix = `${IN_PLACE} where no GPUs are kept spare`;
  return [{ object, path, message, severity: 'info', fix }];
}

/** A percentage that comes to half of the fleet again, and more, is a bill. */
function doubled(service: ServiceView): Problem[] {
  const { gpusPerReplica, rollout } = service;
  const { object, path } = rollout.surge;
  const { most } = replicaBounds(service);
  const surge = surgeAt(service, most);
  if (surge * 2 <= most || typeof writtenSurge(service) === 'number') return [];
  const pods = `${counted(surge, 'pod')} beside ${counted(most, 'running one')}`;
  const needed =
    gpusPerReplica === 0
      ? 'and waits where there is no room for them'
      : `which needs ${counted(surge * gpusPerReplica, 'GPU')} beside the ${most * gpusPerReplica} of the fleet`;
  const message = `a roll-out starts ${pods}, ${needed}`;
  return [{ object, path, message, severity: 'warning', fix: IN_PLACE }];
}

/** A percentage of the surge is one of the replicas that there are at that time. */
function surgeAt(service: ServiceView, replicas: number): number {
  const written = String(writtenSurge(service));
  return resolveIntOrPercent(written, replicas, 'up') ?? service.rollout.surge.value;
}

function writtenSurge({ rollout: { surge } }: ServiceView): Json | undefined {
  return surge.isDefault ? '25%' : valueAt(surge.object.content, surge.path);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

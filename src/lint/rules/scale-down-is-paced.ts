import { firstSight } from '../../kube/hpa';
import { type HpaHistory, type HpaRecommendation, normalise } from '../../kube/hpa-behavior';
import type { Problem } from '../finding';
import { text } from '../read/json';
import type { Rule } from '../rule';
import { assumed } from '../service/assumed';
import { modelScalers, serviceOf } from '../service/of-scaler';
import type { ScalerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

export const scaleDownIsPaced: Rule = {
  id: 'R11',
  name: 'scale-down-is-paced',
  severity: 'warning',
  sentence: 'A fleet of GPUs shrinks in steps, and not after the first dip.',
  why: 'Unless behavior says otherwise the HPA waits 300 s and then takes every replica it can in one step. Each of them was a cold start and is one again when load returns, often a minute later; all their drains run at once.',
  fix: 'set behavior.scaleDown: stabilizationWindowSeconds of a cold start or more, and a policy of Pods 1 or Percent 10 in a period of a drain',
  source:
    'kubernetes horizontal-pod-autoscaler, Configurable scaling behavior; vllm-project/aibrix#593; measured with Kubernetes 1.36: 20 to 2 in one sync at 302 s',
  check: (view) => {
    const known: Known = new Map();
    return modelScalers(view).flatMap((scaler) => problems(scaler, view, known));
  },
};

const SYNC_SECONDS = assumed.hpaSyncSeconds;

/** What HPA waits for unless told otherwise, and a cold start where nothing tells of it. */
const COLD_START_SECONDS = assumed.coldStartSeconds;

/** Who loses so little in a dip that is shorter than a cold start has thought of it. */
const SMALL_SHARE = 0.1;

/** A controller of its own decides how many replicas there are, and how fast they go. */
function isDecidedElsewhere({ object, path }: ScalerView): boolean {
  const strategy = text(object.content, 'spec', 'scalingStrategy');
  const isPodAutoscaler = object.kind === 'PodAutoscaler' && strategy !== 'HPA';
  return isPodAutoscaler || path.includes('wva');
}

/** CPU and memory say nothing of load here, and another rule says that. */
function isByLoad({ triggers }: ScalerView): boolean {
  return triggers.some(({ kind }) => kind !== 'resource');
}

/** Restarts where the weights are read by CPUs take no GPU that others wait for. */
function isWithoutGpus({ gpusPerReplica, pods }: ServiceView): boolean {
  return gpusPerReplica === 0 && pods.length > 0 && !pods.some(({ isPartial }) => isPartial);
}

function problems(scaler: ScalerView, view: LintView, known: Known): Problem[] {
  const { behavior, object, maxReplicas } = scaler;
  const service = serviceOf(view, scaler);
  const { scaleDown } = behavior.value;
  if (isDecidedElsewhere(scaler) || !isByLoad(scaler)) return [];
  if (scaleDown?.selectPolicy === 'Disabled' || (service && isWithoutGpus(service))) return [];
  const shrink = shrinkOf(scaler, known);
  if (!shrink || (shrink.lost === 0 && !shrink.isAtOnce && scaleDown)) return [];
  // One replica goes in one step, however it is paced; after a short dip it goes all the same.
  const isOne = maxReplicas.value - shrink.least <= 1;
  if (isOne && shrink.lost === 0) return [];
  const isSmall = shrink.lost > 0 && shrink.lost <= Math.max(1, maxReplicas.value * SMALL_SHARE);
  // KServe has its behavior in a place of its own, by version.
  const isMild = object.kind === 'InferenceService' || (isSmall && !shrink.isAtOnce);
  return [
    {
      object: behavior.object,
      ...(isMild && { severity: 'info' as const }),
      path: scaleDown === undefined ? behavior.path : [...behavior.path, 'scaleDown'],
      message: messageOf(scaler, shrink, service?.gpusPerReplica ?? 0),
      arithmetic: {
        columns: ['seconds after the dip', 'replicas'],
        rows: [
          [0, maxReplicas.value],
          ...shrink.steps.slice(0, 3).map(({ at, left }) => [at, left]),
        ],
      },
    },
  ];
}

/** How a fleet goes from its maximum to its minimum. */
interface Shrink {
  readonly steps: readonly Step[];
  readonly least: number;
  readonly first: Step;
  readonly biggest: number;
  /** Before a cold start would have ended. */
  readonly lost: number;
  readonly isAtOnce: boolean;
}

function shrinkOf(scaler: ScalerView, known: Known): Shrink | undefined {
  const steps = afterDip(scaler, known);
  if (steps.length === 0) return undefined;
  const biggest = Math.max(...steps.map(({ gone }) => gone));
  return {
    steps,
    least: Math.max(scaler.minReplicas.value, 1),
    first: steps[0],
    biggest,
    lost: steps
      .filter(({ at }) => at < COLD_START_SECONDS)
      .reduce((sum, { gone }) => sum + gone, 0),
    isAtOnce: biggest >= 2 && biggest > scaler.maxReplicas.value / 2,
  };
}

function messageOf({ maxReplicas, behavior }: ScalerView, shrink: Shrink, gpus: number): string {
  const { first, biggest, lost, isAtOnce } = shrink;
  const size = (count: number): string =>
    `${count} of ${maxReplicas.value} replicas${gpus > 0 ? ` with ${count * gpus} GPUs` : ''}`;
  const how = behavior.value.scaleDown === undefined ? ' by default' : '';
  const cost = 'each is a cold start when load returns';
  if (isAtOnce) {
    return `${first.at} s after a dip begins ${size(biggest)} go in one step${how}: ${cost}`;
  }
  const dip = `a dip of ${first.at} s costs ${size(first.gone)}${how}`;
  if (lost === 0) return `${dip}: ${cost}`;
  const assumed = `a cold start is taken to last ${COLD_START_SECONDS} s`;
  const more = lost > first.gone ? `, in which ${lost} go` : '';
  return `${dip}, and ${assumed}${more}: ${cost}`;
}

interface Step {
  readonly at: number;
  readonly gone: number;
  readonly left: number;
}

/** Steps by what an HPA is told: scalers of one template shrink alike. */
type Known = Map<string, readonly Step[]>;

/** Steps from the maximum when the load is gone from one second to the next. */
function afterDip(scaler: ScalerView, known: Known): readonly Step[] {
  const { minReplicas, maxReplicas, behavior, kind } = scaler;
  const hpa = {
    minReplicas: Math.max(1, minReplicas.value),
    maxReplicas: maxReplicas.value,
    // KEDA passes nothing on where nothing is written; an HPA in the API has its defaults.
    behavior: behavior.isDefault && kind === 'keda' ? undefined : behavior.value,
  };
  const key = JSON.stringify(hpa);
  const steps = known.get(key) ?? shrinking(hpa);
  known.set(key, steps);
  return steps;
}

type Bounds = Pick<HpaRecommendation, 'minReplicas' | 'maxReplicas' | 'behavior'>;

function shrinking(hpa: Bounds): Step[] {
  const { minReplicas: least, maxReplicas } = hpa;
  const steps: Step[] = [];
  let history: HpaHistory = firstSight(0, maxReplicas);
  let spec = maxReplicas;
  for (let now = SYNC_SECONDS; now <= LOOKED_AT_SECONDS && spec > least; now += SYNC_SECONDS) {
    const next = normalise(history, { ...hpa, now, spec, desired: least });
    const gone = spec - next;
    history = {
      ...history,
      scaleDowns:
        gone > 0 ? [...history.scaleDowns, { at: now, replicas: gone }] : history.scaleDowns,
    };
    if (gone > 0) steps.push({ at: now, gone, left: next });
    spec = next;
  }
  return steps;
}

/** An hour: no window is longer. */
const LOOKED_AT_SECONDS = 3600 + SYNC_SECONDS;

import { firstSight } from '../../kube/hpa';
import { type HpaHistory, type HpaRecommendation, normalise } from '../../kube/hpa-behavior';
import type { Problem } from '../finding';
import { text } from '../read/json';
import type { Rule } from '../rule';
import { modelScalers, serviceOf } from '../service/of-scaler';
import type { ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

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

const SYNC_SECONDS = 15;

/** What HPA waits for unless told otherwise; a shorter dip is the ordinary noise of traffic. */
const DIP_SECONDS = 300;

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

function problems(scaler: ScalerView, view: LintView, known: Known): Problem[] {
  const { maxReplicas, minReplicas, behavior, object } = scaler;
  const most = maxReplicas.value;
  if (most <= Math.max(minReplicas.value, 1) || isDecidedElsewhere(scaler)) return [];
  const { scaleDown } = behavior.value;
  if (scaleDown?.selectPolicy === 'Disabled' || !isByLoad(scaler)) return [];
  // From one to none is KEDA's own step.
  if (minReplicas.value === 0 && most <= 2) return [];
  const steps = afterDip(scaler, known);
  const [first] = steps;
  const biggest = Math.max(0, ...steps.map(({ gone }) => gone));
  const isHasty = first !== undefined && first.at < DIP_SECONDS;
  const isAtOnce = biggest >= 2 && biggest > most / 2;
  if (!first || (scaleDown !== undefined && !isHasty && !isAtOnce)) return [];
  const gpus = serviceOf(view, scaler)?.gpusPerReplica ?? 0;
  const size = (count: number): string =>
    `${count} of ${most} replicas${gpus > 0 ? `, ${count * gpus} GPUs,` : ''}`;
  const cost = 'each is a cold start when load returns';
  const how = scaleDown === undefined ? ' by default' : '';
  return [
    {
      object: behavior.object,
      // KServe has its behavior in a place of its own, by version.
      ...(object.kind === 'InferenceService' && { severity: 'info' as const }),
      path: scaleDown === undefined ? behavior.path : [...behavior.path, 'scaleDown'],
      message: isAtOnce
        ? `${first.at} s after a dip begins ${size(biggest)} go in one step${how}: ${cost}`
        : `a dip of ${first.at} s costs ${size(first.gone)}${how}: ${cost}`,
      arithmetic: {
        columns: ['seconds after the dip', 'replicas'],
        rows: [[0, most], ...steps.slice(0, 3).map(({ at, left }) => [at, left])],
      },
    },
  ];
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

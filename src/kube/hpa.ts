import { type HpaBehavior, type HpaHistory, normalise } from './hpa-behavior';

/** One external metric of an HPA and what it reads now. */
export interface HpaMetric {
  /** `AverageValue` (a total over the fleet) or `Value` (an intensive quantity). */
  readonly type: string;
  readonly target: number;
  /** Absent when the read failed. */
  readonly value?: number;
}

export interface HpaSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Absent differs from empty: without it neither policies nor changes are remembered. */
  readonly behavior?: HpaBehavior;
}

/** What the controller sees at one sync. */
export interface HpaInputs {
  readonly hpa: HpaSpec;
  /** Seconds on any clock that does not run backwards. */
  readonly now: number;
  readonly specReplicas: number;
  /** A LeaderWorkerSet counts terminating groups here, a Deployment does not. */
  readonly statusReplicas: number;
  /** Running and Ready pods under the scale selector; Ready pods that terminate count. */
  readonly readyReplicas: number;
  readonly metrics: readonly HpaMetric[];
}

export interface HpaDecision {
  readonly replicas: number;
  readonly state: HpaHistory;
}

const defaultTolerance = 0.1;

/** The replicas one metric asks for, or nothing when it cannot be read. */
export function metricProposal(metric: HpaMetric, inputs: HpaInputs): number | undefined {
  if (metric.value === undefined || !Number.isFinite(metric.value)) return undefined;
  // KEDA serves and HPA compares thousandths.
  const used = Math.round(metric.value * 1000);
  const target = Math.round(metric.target * 1000);
  const { specReplicas: spec, statusReplicas: status, readyReplicas: ready } = inputs;
  if (metric.type === 'Value') {
    if (spec === 0) return Math.ceil(used / target);
    if (ready === 0) return undefined;
    return tolerated(used / target, inputs.hpa) ? spec : Math.ceil((used / target) * ready);
  }
  // Within tolerance the answer is status and not spec: kubernetes/kubernetes#138505.
  return tolerated(used / (target * status), inputs.hpa) ? status : Math.ceil(used / target);
}

/** The state of an HPA that sees its target for the first time. */
export function firstSight(now: number, specReplicas: number): HpaHistory {
  return { recommendations: [{ at: now, replicas: specReplicas }], scaleUps: [], scaleDowns: [] };
}

/** One pass of the HPA controller, which runs every 15 s: the replicas it writes, and its memory. */
export function syncHpa(state: HpaHistory, inputs: HpaInputs): HpaDecision {
  const { hpa, now, specReplicas: spec } = inputs;
  if (spec === 0 && hpa.minReplicas !== 0) return { replicas: spec, state };
  const outside = Math.min(Math.max(spec, hpa.minReplicas), hpa.maxReplicas);
  if (outside !== spec) return remember(state, inputs, outside);
  const desired = desiredReplicas(inputs);
  if (desired === undefined) return { replicas: spec, state };
  const replicas = normalise(state, { ...hpa, now, spec, desired });
  const recommendations = [...state.recommendations, { at: now, replicas: desired }];
  return remember({ ...state, recommendations }, inputs, replicas);
}

// A failed metric may not be the reason to shrink.
function desiredReplicas(inputs: HpaInputs): number | undefined {
  const proposals = inputs.metrics.map((metric) => metricProposal(metric, inputs));
  const good = proposals.filter((proposal) => proposal !== undefined);
  if (good.length === 0) return undefined;
  const desired = Math.max(...good);
  return good.length < proposals.length && desired < inputs.specReplicas ? undefined : desired;
}

function tolerated(ratio: number, { behavior }: HpaSpec): boolean {
  const down = behavior?.scaleDown?.tolerance ?? defaultTolerance;
  const up = behavior?.scaleUp?.tolerance ?? defaultTolerance;
  return 1 - down <= ratio && ratio <= 1 + up;
}

function remember(state: HpaHistory, inputs: HpaInputs, replicas: number): HpaDecision {
  const { hpa, now, specReplicas: spec } = inputs;
  const keep = <T extends { at: number }>(events: readonly T[]): T[] =>
    events.filter(({ at }) => at > now - longestWindowSeconds);
  const change = { at: now, replicas: Math.abs(replicas - spec) };
  const up = hpa.behavior && replicas > spec ? [change] : [];
  const down = hpa.behavior && replicas < spec ? [change] : [];
  return {
    replicas,
    state: {
      recommendations: keep(state.recommendations),
      scaleUps: [...keep(state.scaleUps), ...up],
      scaleDowns: [...keep(state.scaleDowns), ...down],
    },
  };
}

// The API allows no stabilisation window beyond an hour.
const longestWindowSeconds = 3600;

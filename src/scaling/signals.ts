import type { SignalPlan } from '../capacity/answer';
import { latencyQuery, watchedEdge } from './latency';
import {
  guarded,
  inFlightQuery,
  kvUsageQuery,
  queueQuery,
  type SeriesScope,
  zeroWithoutPods,
} from './promql';

/** Thresholds of one replica at the rate where the next one is due. */
export interface SignalInputs {
  readonly inFlightTarget: number;
  /** Waiting requests that a backlog may count for, over the service. */
  readonly maxWaiting: number;
  readonly queueThreshold: number;
  /** What the service rests at in its peak, and one cold start of growth. */
  readonly replicasWithGrowth: number;
  readonly kvUsageThreshold: number;
  readonly timeToFirstTokenSeconds: number;
  /** How far an opt-in ratio may exceed its threshold: growth over the fleet at its peak. */
  readonly growthRatio: number;
  readonly windowSeconds: number;
  /** Where the service scales to zero. */
  readonly frontDoor?: FrontDoorInputs;
}

/** What arrives where no pod is needed to count it. */
export interface FrontDoorInputs {
  readonly query: string;
  /** Requests per second that one replica serves. */
  readonly perReplica: number;
}

export type OptionalSignal = 'queue' | 'kv-usage' | 'time-to-first-token';

/** The driver, and whatever the request opted into; every one of them capped. */
export function scalingSignals(
  scope: SeriesScope,
  inputs: SignalInputs,
  optional: readonly OptionalSignal[],
): SignalPlan[] {
  const signals = [
    inFlight(scope, inputs),
    ...optional.map((name) => optionalSignals[name](scope, inputs)),
  ];
  if (!inputs.frontDoor) return signals;
  return [
    ...signals.map((signal) => ({ ...signal, query: zeroWithoutPods(scope, signal.query) })),
    frontDoor(inputs.frontDoor),
  ];
}

/** Smallest threshold that KEDA can write down: it keeps three decimals. */
const LEAST_THRESHOLD = 0.001;

/** Any request at all activates; the rate asks for no more replicas than it needs. */
function frontDoor({ query, perReplica }: FrontDoorInputs): SignalPlan {
  const threshold = Math.max(LEAST_THRESHOLD, rounded(perReplica));
  return {
    name: 'front-door',
    kind: 'total',
    metricType: 'AverageValue',
    query,
    threshold,
    activationThreshold: 0,
    reason: `counts requests where no pod is needed: any wakes the service, ${threshold} requests/s are one replica`,
  };
}

function inFlight(scope: SeriesScope, inputs: SignalInputs): SignalPlan {
  return {
    name: 'in-flight',
    kind: 'total',
    metricType: 'AverageValue',
    query: inFlightQuery(scope, inputs.maxWaiting),
    threshold: inputs.inFlightTarget,
    reason: `${inputs.inFlightTarget} requests in flight is one replica at the rate where the next is due; a backlog counts for ${inputs.maxWaiting} at most`,
  };
}

const optionalSignals: Readonly<
  Record<OptionalSignal, (scope: SeriesScope, inputs: SignalInputs) => SignalPlan>
> = {
  queue: (scope, inputs) => ({
    name: 'queue',
    kind: 'total',
    metricType: 'AverageValue',
    query: queueQuery(scope, inputs.queueThreshold * inputs.replicasWithGrowth),
    threshold: inputs.queueThreshold,
    reason: `more than ${inputs.queueThreshold} waiting a replica cannot start within the objective`,
  }),
  'kv-usage': (scope, inputs) => ({
    name: 'kv-usage',
    kind: 'intensive',
    metricType: 'Value',
    query: kvUsageQuery(scope, capOf(inputs.kvUsageThreshold, inputs.growthRatio)),
    threshold: inputs.kvUsageThreshold,
    reason: 'usage of the KV cache at the rate where the next replica is due',
  }),
  'time-to-first-token': timeToFirstToken,
};

function timeToFirstToken(scope: SeriesScope, inputs: SignalInputs): SignalPlan {
  const { timeToFirstTokenSeconds, growthRatio, windowSeconds } = inputs;
  const { seconds, reason } = watchedEdge(scope, 'timeToFirstToken', timeToFirstTokenSeconds);
  const latency = latencyQuery(scope, 'timeToFirstToken', windowSeconds);
  return {
    name: 'time-to-first-token',
    kind: 'intensive',
    metricType: 'Value',
    query: guarded(scope, `clamp_max(${latency}, ${capOf(seconds, growthRatio)})`),
    threshold: seconds,
    reason: `${reason}; the signal lags by a window and is capped for that`,
  };
}

/** Rounded up, so that small thresholds do not lose what lifts the cap over the tolerance. */
function capOf(threshold: number, growthRatio: number): number {
  return Math.ceil(Number((1000 * threshold * growthRatio).toFixed(6))) / 1000;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}

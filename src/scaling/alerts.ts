import type { AlertPlan } from '../capacity/answer';
import { type LatencySignal, latencyQuery, tokenLatency, watchedEdge } from './latency';
import { clusterSeries, readyPods, type SeriesScope, scrapedPods, series } from './promql';

export interface AlertInputs {
  readonly queueThreshold: number;
  readonly timeToFirstTokenSeconds: number;
  readonly timePerOutputTokenSeconds: number;
  readonly coldStartSeconds: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly windowSeconds: number;
  /** What wakes a service that scales to zero. */
  readonly frontDoorQuery?: string;
}

/** Longer than any step: nothing generated while something runs is a hang. */
const HANG_SECONDS = 120;

/**
 * What people are told: the symptoms a trigger must not chase, and the ways in which scaling
 * itself goes blind.
 */
export function alerts(scope: SeriesScope, inputs: AlertInputs): AlertPlan[] {
  return [...symptoms(scope, inputs), ...failures(scope, inputs)];
}

function symptoms(scope: SeriesScope, inputs: AlertInputs): AlertPlan[] {
  const { windowSeconds, timeToFirstTokenSeconds, timePerOutputTokenSeconds } = inputs;
  return [
    {
      name: 'queue',
      expression: `avg(${series(scope, 'waiting')})`,
      warning: 0.5,
      critical: inputs.queueThreshold,
      forSeconds: 60,
      reason:
        'with slots to spare nothing waits; at the critical depth the last in line misses the objective',
    },
    {
      name: 'time-to-first-token',
      ...latency(scope, 'timeToFirstToken', timeToFirstTokenSeconds, windowSeconds),
    },
    {
      name: 'time-per-output-token',
      ...latency(scope, tokenLatency(scope), timePerOutputTokenSeconds, windowSeconds),
    },
    {
      name: 'kv-usage',
      expression: `max(${series(scope, 'kvCacheUsage')})`,
      warning: 0.85,
      critical: 0.95,
      forSeconds: 120,
      reason: 'a full cache preempts: requests are computed again',
    },
    {
      name: 'preemptions',
      expression: `sum(rate(${series(scope, 'preemptions')}[${windowSeconds}s]))`,
      warning: 0,
      critical: 0.1,
      forSeconds: 120,
      reason: 'the pool is too small for what runs',
    },
  ];
}

/** Both thresholds are one: below the edge nothing tells a service within its objective. */
function latency(
  scope: SeriesScope,
  signal: LatencySignal,
  objectiveSeconds: number,
  windowSeconds: number,
): Omit<AlertPlan, 'name'> {
  const { seconds, reason } = watchedEdge(scope, signal, objectiveSeconds);
  return {
    expression: latencyQuery(scope, signal, windowSeconds),
    warning: seconds,
    critical: seconds,
    forSeconds: windowSeconds,
    reason,
  };
}

function failures(scope: SeriesScope, inputs: AlertInputs): AlertPlan[] {
  const running = `sum by (pod) (${series(scope, 'running')})`;
  const generated = `sum by (pod) (increase(${series(scope, 'generationTokens')}[${HANG_SECONDS}s]))`;
  return [
    {
      name: 'hung-engine',
      expression: `count((${running} > 0) and (${generated} == 0))`,
      warning: 0,
      critical: 0,
      forSeconds: 60,
      reason: '/health stays 200 while an engine hangs; requests keep arriving there',
    },
    ...(inputs.minReplicas < inputs.maxReplicas ? [kedaDown(scope)] : []),
    ...(inputs.frontDoorQuery ? [frontDoorBlind(inputs.frontDoorQuery)] : []),
    ...(scope.kubeStateMetrics ? guardedFailures(scope, inputs) : []),
  ];
}

function frontDoorBlind(query: string): AlertPlan {
  return {
    name: 'front-door-blind',
    expression: `absent(${query})`,
    warning: 0,
    critical: 0,
    forSeconds: 300,
    reason: 'nothing else wakes the service: at zero it stays there whoever asks',
  };
}

function kedaDown(scope: SeriesScope): AlertPlan {
  return {
    name: 'keda-down',
    expression: `absent(${clusterSeries(scope, 'keda_build_info')})`,
    warning: 0,
    critical: 0,
    forSeconds: 300,
    reason:
      'without its operator no fallback fires: the HPA keeps the last value and looks healthy',
  };
}

function guardedFailures(scope: SeriesScope, inputs: AlertInputs): AlertPlan[] {
  // A fixed number of replicas is always at its maximum.
  const isFixed = inputs.minReplicas === inputs.maxReplicas;
  return [
    {
      name: 'blind',
      expression: `1 - ((${scrapedPods(scope)} or vector(0)) / (${readyPods(scope)} > 0))`,
      warning: 0.1,
      critical: 0.1,
      forSeconds: 300,
      reason: 'below 90 % of the Ready pods the trigger answers nothing and the scaler holds',
    },
    ...(isFixed ? [] : [atMaximum(scope, inputs)]),
  ];
}

function atMaximum(scope: SeriesScope, inputs: AlertInputs): AlertPlan {
  return {
    name: 'at-maximum',
    expression: readyPods(scope),
    warning: inputs.maxReplicas - 0.5,
    critical: inputs.maxReplicas - 0.5,
    forSeconds: Math.ceil(inputs.coldStartSeconds),
    reason: 'no replica is left to add: the traffic has outgrown the plan',
  };
}

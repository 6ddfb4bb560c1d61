import type { RecordingPlan, SignalPlan } from '../capacity/answer';
import { inFlightQuery, recorded, type SeriesScope } from './promql';

export interface ForecastInputs {
  readonly inFlightTarget: number;
  /** Waiting requests that a backlog may count for, as in the driver. */
  readonly maxWaiting: number;
  readonly maxReplicas: number;
  /** From the question to a replica that serves: as far ahead as the forecast looks. */
  readonly leadSeconds: number;
  /** This week over last week. */
  readonly weekOverWeekGrowth: number;
  /** How often the gauges change. */
  readonly intervalSeconds: number;
}

const WEEK_SECONDS = 7 * 86_400;
const RECORD = 'service:vllm_requests_in_flight:sum';

/** Keeps what the driver reads, so that next week can look at it. */
export function inFlightRecording(scope: SeriesScope, inputs: ForecastInputs): RecordingPlan {
  return {
    record: RECORD,
    expression: inFlightQuery(scope, inputs.maxWaiting),
    // An aggregate has no labels of its own, and the query must find it among other services'.
    labels: { ...scope.matchers, namespace: scope.namespace, service: scope.service },
    intervalSeconds: inputs.intervalSeconds,
    reason: 'requests in flight as the driver reads them; nothing is recorded while blind',
  };
}

/**
 * The most that was in flight in this week's coming minutes a week ago. It answers 0 and not nothing
 * where last week has no data: the driver beside it keeps a blind scaler from shrinking, and a
 * service in its first week would never scale otherwise.
 */
export function forecastSignal(scope: SeriesScope, inputs: ForecastInputs): SignalPlan {
  const { inFlightTarget, maxReplicas, weekOverWeekGrowth } = inputs;
  const lead = Math.ceil(inputs.leadSeconds);
  const range = `${recorded(scope, RECORD)}[${lead}s] offset ${WEEK_SECONDS - lead}s`;
  // Two copies of a Prometheus record the same twice.
  const highest = `max(max_over_time(${range}))`;
  const expected = weekOverWeekGrowth === 1 ? highest : `${weekOverWeekGrowth} * ${highest}`;
  return {
    name: 'forecast',
    kind: 'total',
    metricType: 'AverageValue',
    query: `clamp_max(${expected}, ${inFlightTarget * maxReplicas}) or vector(0)`,
    threshold: inFlightTarget,
    reason: `in flight a week ago in the next ${lead} s, the time to scale${weekOverWeekGrowth === 1 ? '' : `, times ${weekOverWeekGrowth}`}; at most what the maximum of ${maxReplicas} holds`,
  };
}

import type { ForeignMetric } from '../../engines/foreign-metric';
import type { FleetState } from './fleet-state';
import type { ReplicaModel } from './replica-model';

/** What one metric of one replica shows; a histogram holds all its observations in one place. */
export type Reading =
  | { readonly kind: 'gauge'; readonly value: number }
  | { readonly kind: 'counter'; readonly ratePerSecond: number }
  | {
      readonly kind: 'histogram';
      readonly observation: number;
      readonly ratePerSecond: number;
      readonly buckets: readonly number[];
    };

/** Some requests are thrown out and read again as soon as the cache is full. */
const PREEMPTIONS_PER_SECOND = 0.2;

/** For histograms whose edges are not known here. */
const EDGES = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Nothing where the signal of a metric is not played. */
export function readingOf(
  metric: ForeignMetric,
  state: FleetState,
  model: ReplicaModel,
): Reading | undefined {
  const { requestsPerSecond: rate, running, waiting } = state;
  const gauge = (value: number): Reading => ({ kind: 'gauge', value });
  const counter = (ratePerSecond: number): Reading => ({ kind: 'counter', ratePerSecond });
  const seconds = (observation: number): Reading => {
    const buckets = metric.buckets ?? EDGES;
    return { kind: 'histogram', observation, ratePerSecond: rate, buckets };
  };
  const { timeToFirstTokenSeconds, timePerOutputTokenSeconds, queueSeconds } = state;
  switch (metric.signal) {
    case 'running':
      return gauge(running);
    case 'waiting':
    case 'waitingByReason':
      return gauge(waiting);
    case 'kvCacheUsage':
      return gauge(state.kvCacheUsage);
    case 'preemptions':
      return counter(waiting > 0 ? PREEMPTIONS_PER_SECOND : 0);
    case 'promptTokens':
    case 'prefixCacheQueries':
      return counter(rate * model.inputTokens);
    case 'generationTokens':
      return counter(rate * model.outputTokens);
    case 'requestSuccess':
      return counter(rate);
    case 'timeToFirstToken':
      return seconds(timeToFirstTokenSeconds);
    case 'interTokenLatency':
    case 'timePerOutputToken':
      return seconds(timePerOutputTokenSeconds);
    case 'queueTime':
      return seconds(queueSeconds);
    case 'prefillTime':
      return seconds(model.firstTokenSeconds);
    case 'endToEndLatency':
      return seconds(timeToFirstTokenSeconds + model.outputTokens * timePerOutputTokenSeconds);
    default:
      return undefined;
  }
}

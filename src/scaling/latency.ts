import { round } from '../capacity/ledger';
import { metricName } from '../engines/vllm/metrics';
import { exposed, type SeriesScope, series } from './promql';

export type LatencySignal = 'timeToFirstToken' | 'timePerOutputToken' | 'interTokenLatency';

/** What objectives are about. */
const QUANTILE = 0.95;

/** The time per output token as this version counts it: by request, else by single gaps. */
export function tokenLatency({
  engineVersion,
}: SeriesScope): 'timePerOutputToken' | 'interTokenLatency' {
  const byRequest = metricName('timePerOutputToken', engineVersion) !== undefined;
  return byRequest ? 'timePerOutputToken' : 'interTokenLatency';
}

/** p95 of a latency in seconds: 0 when idle, where the histogram alone would be NaN. */
export function latencyQuery(
  scope: SeriesScope,
  signal: LatencySignal,
  windowSeconds: number,
): string {
  const rate = `sum by (le) (rate(${series(scope, signal, '_bucket')}[${windowSeconds}s]))`;
  const percentile = `histogram_quantile(${QUANTILE}, ${rate})`;
  return `(${percentile} >= 0) or 0 * sum(${series(scope, 'running')})`;
}

/** The p95 above which a histogram shows that an objective is missed. */
export interface WatchedEdge {
  readonly seconds: number;
  readonly reason: string;
}

/** The edge that stands for an objective in the histogram of this version. */
export function watchedEdge(
  scope: SeriesScope,
  signal: LatencySignal,
  objectiveSeconds: number,
): WatchedEdge {
  const { name, buckets } = exposed(scope, signal);
  if (!buckets) throw new Error(`the buckets of ${name} are not known`);
  return edgeFor(objectiveSeconds, buckets);
}

/**
 * The first edge that is not below the objective. `histogram_quantile` draws a line through the
 * bucket that holds the quantile: 0.19 s, between edges at 0.1 and 0.25, reads 0.23. Compared with
 * an edge it counts requests: it is above exactly when more than 5 % took longer.
 */
export function edgeFor(objectiveSeconds: number, edges: readonly number[]): WatchedEdge {
  const edge = edges.find((each) => each >= objectiveSeconds) ?? objectiveSeconds;
  const below = edges.filter((each) => each < edge).at(-1) ?? 0;
  return { seconds: edge, reason: meaning(objectiveSeconds, below, edge, edges.at(-1) ?? 0) };
}

function meaning(objective: number, below: number, edge: number, last: number): string {
  // Whatever takes longer than the last edge reads as that edge and never as more.
  if (edge >= last) {
    return `the objective of ${spoken(objective)} is beyond ${spoken(below)}, the last edge below the end of the histogram at ${spoken(last)}: nobody sees it missed`;
  }
  if (edge === objective) return 'the objective';
  return `the objective of ${spoken(objective)} lies between edges of the histogram, ${spoken(below)} and ${spoken(edge)}: only a p95 above ${spoken(edge)} is seen to miss it`;
}

function spoken(seconds: number): string {
  return seconds < 1 ? `${round(seconds * 1000)} ms` : `${round(seconds)} s`;
}

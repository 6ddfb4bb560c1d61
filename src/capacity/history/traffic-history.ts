/** A trace as the plan needs it: small enough for an annotation, and without any request in it. */
export interface TrafficHistory {
  /** Name of the trace, for evidence. */
  readonly source: string;
  readonly spanSeconds: number;
  /** Length of the means that all rates here are. */
  readonly binSeconds: number;
  /** When the trace begins, ISO 8601 in UTC; absent for one without a date. */
  readonly start?: string;
  /** 99th percentile of the bins, at least the mean: the peak that is planned for. */
  readonly peakRequestsPerSecond: number;
  readonly maxRequestsPerSecond: number;
  readonly meanRequestsPerSecond: number;
  /** First percentile of the hourly means; absent below a day. */
  readonly troughRequestsPerSecond?: number;
  readonly inputTokens?: number;
  readonly inputTokensP95?: number;
  readonly outputTokens?: number;
  readonly outputTokensP99?: number;
  readonly growth: readonly GrowthHorizon[];
  /**
   * Requests per second by hour, the highest bin of each and the 95th percentile over the weeks:
   * 168 from Monday 0 h, or 24 where the trace shows no week. In UTC with `start`, else on the
   * trace's own clock.
   */
  readonly hours?: readonly number[];
}

/** Requests per second by which the next `minutes` exceed now, as percentiles over the trace. */
export interface GrowthHorizon {
  readonly minutes: number;
  readonly p95: number;
  readonly p99: number;
}

/** The same traffic at another volume: lengths of requests and times of day stay. */
export function scaledHistory(history: TrafficHistory, factor: number): TrafficHistory {
  const { troughRequestsPerSecond: trough, hours } = history;
  return {
    ...history,
    peakRequestsPerSecond: history.peakRequestsPerSecond * factor,
    maxRequestsPerSecond: history.maxRequestsPerSecond * factor,
    meanRequestsPerSecond: history.meanRequestsPerSecond * factor,
    ...(trough === undefined ? {} : { troughRequestsPerSecond: trough * factor }),
    growth: history.growth.map(({ minutes, p95, p99 }) => ({
      minutes,
      p95: p95 * factor,
      p99: p99 * factor,
    })),
    ...(hours ? { hours: hours.map((rate) => rate * factor) } : {}),
  };
}

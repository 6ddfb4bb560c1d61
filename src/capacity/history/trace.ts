/** A trace as it was read: columns of equal length, one entry a line. */
export interface Trace {
  readonly source: string;
  readonly clock: TraceClock;
  readonly seconds: readonly number[];
  /** Absent where a line is a request. */
  readonly rates?: readonly number[];
  /** NaN where a line does not tell. */
  readonly inputTokens: readonly number[];
  readonly outputTokens: readonly number[];
  /** A bin without requests is one that was not collected. */
  readonly zeroIsGap: boolean;
}

/** What second 0 is: 1970 in UTC, a midnight where the service runs, or nobody knows. */
export type TraceClock = 'utc' | 'midnight' | 'none';

/** What one line says. */
export interface TraceRow {
  readonly seconds: number;
  readonly clock: TraceClock;
  readonly requestsPerSecond?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** A line with its number: a row, or a value and what should stand in its place. */
export interface TraceLine {
  readonly number: number;
  readonly row?: TraceRow;
  readonly value?: unknown;
  readonly allowed?: string;
}

/** Nearest-rank percentile of an ascending list that is not empty. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.max(0, Math.ceil(share * ascending.length - 1e-9) - 1)];
}

/** A copy in ascending order; a typed array sorts a week of seconds several times as fast. */
export function ascending(values: readonly number[]): number[] {
  return Array.from(Float64Array.from(values).sort());
}

import type { Candidate, LoadShape } from '../candidate';
import type { CalibrationRow } from './row';

/** A row as the fit takes it: open loops too have a mean number in flight. */
export interface LoadPoint {
  readonly load: LoadShape;
  /** On the whole replica. */
  readonly concurrency: number;
  readonly timePerOutputTokenMs: number;
  readonly timeToFirstTokenMs?: number;
  readonly outputTokensPerSecond?: number;
}

/** The rows that were measured on the parallelism of a candidate; repeats become their mean. */
export function loadPoints(
  rows: readonly CalibrationRow[],
  { parallelism }: Pick<Candidate, 'parallelism'>,
): LoadPoint[] {
  const groups = new Map<string, LoadPoint[]>();
  for (const row of rows) {
    if (!isOf(row, parallelism)) continue;
    const point = pointOf(row);
    const { inputTokens, outputTokens, cachedInputShare } = point.load;
    const key = [point.concurrency, inputTokens, outputTokens, cachedInputShare].join();
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map(merged);
}

/** Whether a row is of a parallelism; one that does not say is of any. */
export function isOf(row: CalibrationRow, parallelism: Candidate['parallelism']): boolean {
  const { tensor = parallelism.tensor, pipeline = parallelism.pipeline } = row;
  const { data = parallelism.data } = row;
  return (
    tensor === parallelism.tensor && pipeline === parallelism.pipeline && data === parallelism.data
  );
}

function pointOf(row: CalibrationRow): LoadPoint {
  const { inputTokens, outputTokens, cachedInputShare = 0 } = row;
  return {
    load: { inputTokens, outputTokens, cachedInputShare, inputVariation: 0 },
    concurrency: inFlight(row),
    timePerOutputTokenMs: row.timePerOutputTokenMs,
    timeToFirstTokenMs: row.timeToFirstTokenMs,
    outputTokensPerSecond: row.outputTokensPerSecond,
  };
}

/** Little's law for an open loop, up to its cap; whoever is served sees at least one: itself. */
function inFlight(row: CalibrationRow): number {
  const { concurrency = Infinity, requestsPerSecond = Infinity, numPrompts = Infinity } = row;
  const seconds =
    ((row.timeToFirstTokenMs ?? 0) + (row.outputTokens - 1) * row.timePerOutputTokenMs) / 1000;
  return Math.max(1, Math.min(concurrency, requestsPerSecond * seconds, numPrompts));
}

function merged(points: readonly LoadPoint[]): LoadPoint {
  const [first] = points;
  if (points.length === 1) return first;
  const mean = (
    of: 'timePerOutputTokenMs' | 'timeToFirstTokenMs' | 'outputTokensPerSecond',
  ): number | undefined => {
    const logs = points.flatMap(({ [of]: value }) => (value === undefined ? [] : Math.log(value)));
    if (logs.length === 0) return undefined;
    return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  };
  return {
    ...first,
    timePerOutputTokenMs: mean('timePerOutputTokenMs') ?? first.timePerOutputTokenMs,
    timeToFirstTokenMs: mean('timeToFirstTokenMs'),
    outputTokensPerSecond: mean('outputTokensPerSecond'),
  };
}

/** Directions in which a residual may change. */
export function placeOf(load: LoadShape, concurrency: number): number[] {
  return [concurrency, load.inputTokens, load.outputTokens].map(Math.log);
}

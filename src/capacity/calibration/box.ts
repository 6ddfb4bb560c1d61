import type { LoadShape } from '../candidate';
import type { LoadPoint } from './load-points';

/** Where measured points lie: a calibration holds inside. */
export interface ValidityBox {
  readonly concurrency: Range;
  readonly inputTokens: Range;
  readonly outputTokens: Range;
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

export function boxOf(points: readonly LoadPoint[]): ValidityBox {
  const range = (of: (point: LoadPoint) => number): Range => {
    const values = points.map(of);
    return { least: Math.min(...values), most: Math.max(...values) };
  };
  return {
    concurrency: range(({ concurrency }) => concurrency),
    inputTokens: range(({ load }) => load.inputTokens),
    outputTokens: range(({ load }) => load.outputTokens),
  };
}

/**
 * What a band gains outside of the box. Of 474 published sweeps, four of five points are within it:
 * 11 % is the mean error one doubling past the last point, 9 % that at another shape.
 */
const PER_DOUBLING = 0.15;
const NEW_SHAPE = 0.15;

export function widening(box: ValidityBox, load: LoadShape, concurrency: number): number {
  const doublings = distance(box.concurrency, concurrency);
  const shape =
    distance(box.inputTokens, load.inputTokens) + distance(box.outputTokens, load.outputTokens);
  // A prompt a tenth longer is no new shape; one of twice the length is.
  return PER_DOUBLING * doublings + NEW_SHAPE * Math.min(1, shape);
}

/** Doublings outside of a range. */
function distance({ least, most }: Range, value: number): number {
  return Math.log2(Math.max(1, value / most, least / value));
}

/** Share of the first slope below which more requests in flight only wait. */
const FLAT = 0.1;
/** Time to first token, over the unloaded one, past which they wait as well. */
const SLOW = 3;

/**
 * The knee of a sweep: the last point up to which throughput follows the number in flight. Nothing
 * for fewer than three points of one shape.
 */
export function kneeOf(points: readonly LoadPoint[]): number | undefined {
  const sweep = longestSweep(points);
  if (sweep.length < 3) return undefined;
  const slopes = sweep.slice(1).map((point, i) => {
    const before = sweep[i];
    return (throughput(point) - throughput(before)) / (point.concurrency - before.concurrency);
  });
  const unloaded = sweep[0].timeToFirstTokenMs;
  let knee = sweep[0].concurrency;
  for (const [i, slope] of slopes.entries()) {
    const { concurrency, timeToFirstTokenMs } = sweep[i + 1];
    const isSlow =
      unloaded !== undefined &&
      timeToFirstTokenMs !== undefined &&
      timeToFirstTokenMs >= SLOW * unloaded;
    if (slope <= FLAT * slopes[0] || isSlow) break;
    knee = concurrency;
  }
  return knee;
}

function longestSweep(points: readonly LoadPoint[]): LoadPoint[] {
  const sweeps = new Map<string, LoadPoint[]>();
  for (const point of points) {
    const { inputTokens, outputTokens } = point.load;
    // Benchmarks draw their lengths, so that those of one sweep differ by a few tokens.
    const key = [inputTokens, outputTokens]
      .map((tokens) => Math.round(8 * Math.log2(tokens)))
      .join();
    sweeps.set(key, [...(sweeps.get(key) ?? []), point]);
  }
  const [longest = []] = [...sweeps.values()].sort((a, b) => b.length - a.length);
  return [...longest].sort((a, b) => a.concurrency - b.concurrency);
}

function throughput(point: LoadPoint): number {
  const { load, concurrency, timePerOutputTokenMs, timeToFirstTokenMs = 0 } = point;
  const cycleMs = timeToFirstTokenMs + (load.outputTokens - 1) * timePerOutputTokenMs;
  return point.outputTokensPerSecond ?? (concurrency * load.outputTokens * 1000) / cycleMs;
}

import { InvalidInput } from '../../violations';
import { ascending, type Trace } from './trace';

/** Mean rates of equal stretches of time; undefined where nothing was collected. */
export interface TraceBins {
  readonly startSeconds: number;
  readonly binSeconds: number;
  readonly rates: readonly (number | undefined)[];
}

/** Requests are counted by the minute: the shortest growth that a plan can answer is longer. */
const COUNTED_SECONDS = 60;
/** Twenty years of minutes: beyond it a time is mistyped. */
const MOST_BINS = 1e7;

/** The rates of a trace over time; refuses one too short to grow, and one without even steps. */
export function binsOf(trace: Trace, pointer = 'path'): TraceBins {
  const { source } = trace;
  const refuse = (allowed: string, fix: string): InvalidInput =>
    new InvalidInput([{ path: pointer, value: source, allowed, fix }]);
  const moments = ascending(trace.seconds);
  const first = moments[0];
  const last = moments[moments.length - 1];
  const binSeconds = trace.rates ? shortestStep(moments) : COUNTED_SECONDS;
  // The last minute of requests is cut short by the end of the trace.
  const count = trace.rates
    ? Math.round((last - first) / binSeconds) + 1
    : Math.floor((last - first) / binSeconds);
  if (!(count >= 2)) {
    throw refuse('a trace of two minutes, or of two bins, or more', 'give a longer one');
  }
  if (count > MOST_BINS) throw refuse('a trace of a few years', 'look for a mistyped time');
  const grid = { startSeconds: first, binSeconds };
  if (!trace.rates) return { ...grid, rates: counted(trace, first, count) };
  const uneven = moments.find((moment) => !isOnGrid(moment - first, binSeconds));
  if (uneven !== undefined) {
    const fix = `the steps are ${binSeconds} s, but not at ${uneven - first} s after the start`;
    throw refuse('a trace with even steps', fix);
  }
  return { ...grid, rates: summed(trace, grid, count) };
}

function counted({ seconds }: Trace, first: number, count: number): number[] {
  const requests = new Array<number>(count).fill(0);
  for (const moment of seconds) {
    const at = Math.floor((moment - first) / COUNTED_SECONDS);
    if (at < count) requests[at] += 1;
  }
  return requests.map((each) => each / COUNTED_SECONDS);
}

/** Lines of the same time are clients of one service, as files of them put together. */
function summed(
  { seconds, rates = [], zeroIsGap }: Trace,
  { startSeconds, binSeconds }: Pick<TraceBins, 'startSeconds' | 'binSeconds'>,
  count: number,
): (number | undefined)[] {
  const sums = new Array<number | undefined>(count).fill(undefined);
  for (const [i, moment] of seconds.entries()) {
    const at = Math.round((moment - startSeconds) / binSeconds);
    sums[at] = (sums[at] ?? 0) + rates[i];
  }
  return zeroIsGap ? sums.map((rate) => rate || undefined) : sums;
}

function shortestStep(moments: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < moments.length; i++) {
    const step = moments[i] - moments[i - 1];
    if (step > 0 && step < least) least = step;
  }
  return least;
}

function isOnGrid(offset: number, step: number): boolean {
  const steps = offset / step;
  return Math.abs(steps - Math.round(steps)) < 0.01;
}

import { ascending, percentile } from './trace';
import type { TraceBins } from './trace-bins';
import type { GrowthHorizon } from './traffic-history';

/** Minutes over which growth is measured: from a running spare to a machine that is bought first. */
const HORIZONS = [1, 2, 5, 10, 20, 30, 60];

/** Growth at every horizon that the bins can show and the trace is long enough for. */
export function growthHorizons({ rates, binSeconds }: TraceBins): GrowthHorizon[] {
  return HORIZONS.flatMap((minutes) => {
    const bins = Math.floor((minutes * 60) / binSeconds + 1e-9);
    const gains = bins < 1 ? [] : ascending(gainsOver(rates, bins));
    if (gains.length === 0) return [];
    return [{ minutes, p95: percentile(gains, 0.95), p99: percentile(gains, 0.99) }];
  });
}

/** By how much the highest of the next `bins` exceeds each bin, at least 0. */
export function gainsOver(rates: readonly (number | undefined)[], bins: number): number[] {
  const gains: number[] = [];
  const rateAt = (i: number): number => rates[i] ?? 0;
  // Bins of the window that no later one exceeds, so the first of them is the highest: a search of
  // every window would take minutes for a week of seconds.
  const falling: number[] = [];
  let first = 0;
  for (let last = 0; last < rates.length; last++) {
    while (falling.length > first && rateAt(falling[falling.length - 1]) <= rateAt(last)) {
      falling.pop();
    }
    falling.push(last);
    const start = last - bins;
    if (falling[first] < start) first += 1;
    const now = rates[start];
    if (now !== undefined) gains.push(rateAt(falling[first]) - now);
  }
  return gains;
}

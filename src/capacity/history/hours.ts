import { ascending, percentile, type TraceClock } from './trace';
import type { TraceBins } from './trace-bins';

const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Second 0 of UTC was a Thursday. */
const MONDAY = 3 * DAY;

/** One day may be any day: a second one must agree. */
const LEAST_SPAN = 2 * DAY;

/** The rates of one hour. */
interface Hour {
  readonly seconds: number;
  readonly highest: number;
  readonly mean: number;
}

/**
 * The highest bin of every hour of the week, or of the day where the trace shows no whole week or
 * nobody knows its weekdays; the 95th percentile over the weeks, so that one odd day does not buy
 * replicas for all others.
 */
export function hourlyProfile(bins: TraceBins, clock: TraceClock): number[] | undefined {
  const span = bins.rates.length * bins.binSeconds;
  if (clock === 'none' || span < LEAST_SPAN || bins.binSeconds > HOUR) return undefined;
  const isWeek = clock === 'utc' && span >= WEEK;
  const count = isWeek ? WEEK / HOUR : DAY / HOUR;
  const seen: number[][] = Array.from({ length: count }, () => []);
  for (const { seconds, highest } of hoursOf(bins)) {
    seen[slotOf(seconds + (isWeek ? MONDAY : 0), count)].push(highest);
  }
  const profile = seen.map((rates) => {
    return rates.length > 0 ? percentile(ascending(rates), 0.95) : undefined;
  });
  return profile.map((rate, i) => rate ?? uncollected(profile, i));
}

/**
 * An hour that was never collected is taken for the same hour of the busiest day; one that no day
 * shows for the busier of the hours around it.
 */
function uncollected(profile: readonly (number | undefined)[], at: number): number {
  const known = (rate: number | undefined): rate is number => rate !== undefined;
  const ofDays = profile.filter((_, i) => i % 24 === at % 24).filter(known);
  const around = [...profile.slice(at), ...profile.slice(0, at)].filter(known);
  return Math.max(...(ofDays.length > 0 ? ofDays : [around[0], around[around.length - 1]]));
}

function slotOf(seconds: number, count: number): number {
  return Math.floor(seconds / HOUR) % count;
}

/** First percentile of the hourly means: one hour of an outage in a week is no trough. */
export function troughOf(bins: TraceBins): number | undefined {
  if (bins.rates.length * bins.binSeconds < DAY) return undefined;
  const means = ascending(hoursOf(bins).map(({ mean }) => mean));
  return percentile(means, 0.01);
}

function hoursOf({ rates, startSeconds, binSeconds }: TraceBins): Hour[] {
  const hours = new Map<number, number[]>();
  for (const [i, rate] of rates.entries()) {
    if (rate === undefined) continue;
    const hour = Math.floor((startSeconds + i * binSeconds) / HOUR);
    const inside = hours.get(hour);
    if (inside) inside.push(rate);
    else hours.set(hour, [rate]);
  }
  return [...hours].map(([hour, inside]) => ({
    seconds: hour * HOUR,
    highest: Math.max(...inside),
    mean: inside.reduce((sum, rate) => sum + rate, 0) / inside.length,
  }));
}

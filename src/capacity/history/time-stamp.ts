import type { TraceClock } from './trace';

/** A moment and what its zero is. */
export interface Moment {
  readonly seconds: number;
  readonly clock: TraceClock;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** Seconds of 2001: a number above it is Unix time, since no trace lasts thirty years. */
const UNIX = 1e9;

/** ISO 8601, in UTC where it names no zone; Unix seconds; or seconds after a midnight. */
export function momentOf(text: string): Moment | undefined {
  const trimmed = text.trim();
  const number = trimmed === '' ? Number.NaN : Number(trimmed);
  if (Number.isFinite(number)) {
    return number < 0 ? undefined : { seconds: number, clock: number >= UNIX ? 'utc' : 'midnight' };
  }
  const iso = ISO.exec(trimmed);
  if (!iso) return undefined;
  const [, date, time = '00:00:00', zone = 'Z'] = iso;
  const offset = /\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const seconds = Date.parse(`${date}T${time}${offset.toUpperCase()}`) / 1000;
  return Number.isFinite(seconds) ? { seconds, clock: 'utc' } : undefined;
}

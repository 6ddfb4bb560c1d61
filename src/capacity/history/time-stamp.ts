import type { TraceClock } from './trace';

/** A moment and what its zero is. */
export interface Moment {
  readonly seconds: number;
  readonly clock: TraceClock;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** Seconds of 2001: a number above it is Unix time, since no trace lasts thirty years. */
const UNIX = 1e9;
/** Seconds of the year 5138: a number from here on counts milliseconds or less. */
const FINER = 1e11;

/** What a date of a trace may be. */
export const DATES = 'a date and time from 1970 on';

/** ISO 8601 from 1970 on, in UTC where it names no zone; Unix seconds; or seconds after a midnight. */
export function momentOf(text: string | undefined): Moment | undefined {
  // Programs that nobody type-checks give numbers, or nothing.
  const trimmed = typeof text === 'string' ? text.trim() : '';
  const number = trimmed === '' ? Number.NaN : Number(trimmed);
  if (Number.isFinite(number)) {
    if (number < 0 || number >= FINER) return undefined;
    return { seconds: number, clock: number >= UNIX ? 'utc' : 'midnight' };
  }
  const iso = ISO.exec(trimmed);
  if (!iso) return undefined;
  const [, date, time = '00:00:00', zone = 'Z'] = iso;
  const offset = /\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const seconds = Date.parse(`${date}T${time}${offset.toUpperCase()}`) / 1000;
  return seconds >= 0 ? { seconds, clock: 'utc' } : undefined;
}

/** By what a time in Unix milliseconds, microseconds or nanoseconds is too large; 1 for any other. */
export function excessOf(time: number): number {
  if (!(time >= FINER)) return 1;
  return time < FINER * 1e3 ? 1e3 : time < FINER * 1e6 ? 1e6 : 1e9;
}

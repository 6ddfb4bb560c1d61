import { nearest, type Violation } from '../violations';

/** A window in which a cron trigger holds at least `replicas`. */
export interface CronWindow {
  readonly start: string;
  readonly end: string;
  readonly timeZone: string;
  readonly replicas: number;
}

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const fields: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: months },
  { name: 'day of week', min: 0, max: 6, names: days },
];

/** Why KEDA would refuse a window: it reads five fields, no `@daily`, and Sunday only as 0. */
export function cronViolations(path: string, window: CronWindow): Violation[] {
  return [
    ...expressionViolations(`${path}/start`, window.start),
    ...expressionViolations(`${path}/end`, window.end),
    ...sameTimeViolations(path, window),
    ...timeZoneViolations(`${path}/timeZone`, window.timeZone),
    ...replicasViolations(`${path}/replicas`, window.replicas),
  ];
}

function expressionViolations(path: string, expression: string): Violation[] {
  // The constructs ask before anything has looked at types.
  const parts = String(expression).trim().split(/\s+/);
  if (parts.length !== fields.length || parts[0].startsWith('@')) {
    const allowed = 'five fields: minute, hour, day of month, month, day of week';
    const fix = 'write for example 0 8 * * MON-FRI; seconds and @daily are unknown to KEDA';
    return [{ path, value: expression, allowed, fix }];
  }
  return fields.flatMap((field, i) => {
    if (parts[i].split(',').every((term) => termIsValid(term, field))) return [];
    const { name, min, max } = field;
    const allowed = `a ${name} of ${min} to ${max}, a range, a step or a list of them`;
    return [{ path, value: parts[i], allowed, fix: fieldFix(field, parts[i]) }];
  });
}

function fieldFix({ name, names }: CronField, part: string): string {
  if (name === 'day of week' && part.includes('7')) return 'write Sunday as 0 or SUN';
  return names ? `use numbers or ${names.join(', ')}` : 'see https://keda.sh/docs/scalers/cron';
}

function termIsValid(term: string, field: CronField): boolean {
  const match = /^(\*|\?|\w+(?:-\w+)?)(?:\/(\d+))?$/.exec(term);
  if (!match || match[2] === '0' || Number(match[2] ?? 1) < 1) return false;
  if (match[1] === '*' || match[1] === '?') return true;
  const bounds = match[1].split('-').map((bound) => fieldValue(bound, field));
  const [low, high = low] = bounds;
  return !bounds.includes(Number.NaN) && field.min <= low && low <= high && high <= field.max;
}

function fieldValue(text: string, { min, names }: CronField): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function sameTimeViolations(path: string, { start, end }: CronWindow): Violation[] {
  if (start !== end) return [];
  const fix = 'for a floor at all times raise the minimum instead';
  return [{ path: `${path}/end`, value: end, allowed: 'different from the start', fix }];
}

/** Why KEDA would not find a time zone. */
export function timeZoneViolations(path: string, timeZone: string): Violation[] {
  const exact = canonicalTimeZone(timeZone);
  if (exact === timeZone) return [];
  const known = exact ? [exact] : nearest(timeZone, Intl.supportedValuesOf('timeZone'));
  const fix =
    known.length > 0
      ? `did you mean ${known.join(', ')}?`
      : "a region and a city, e.g. 'Europe/Berlin'";
  return [{ path, value: timeZone, allowed: 'an IANA time zone', fix }];
}

// Go looks zones up as files, so letter case counts and offsets such as +02:00 are unknown.
function canonicalTimeZone(timeZone: string): string | undefined {
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    const { timeZone: resolved } = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions();
    return resolved.toLowerCase() === timeZone.toLowerCase() ? resolved : timeZone;
  } catch {
    return undefined;
  }
}

function replicasViolations(path: string, replicas: number): Violation[] {
  if (Number.isInteger(replicas) && replicas >= 1) return [];
  return [{ path, value: replicas, allowed: 'an integer of at least 1', fix: 'use 1 or more' }];
}

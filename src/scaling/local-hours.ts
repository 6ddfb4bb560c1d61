const HOUR_MS = 3_600_000;

/**
 * A profile of UTC hours on the clocks of a time zone, as they stood when the trace began: people
 * keep their hours when the clocks change. Where a zone is half an hour off, an hour takes the
 * higher of the two that it overlaps.
 */
export function localHours(
  hours: readonly number[],
  start: string,
  timeZone: string,
): readonly number[] {
  const offset = offsetHours(new Date(start), timeZone);
  const at = (hour: number): number => hours[(hour + hours.length) % hours.length];
  return hours.map((_, hour) =>
    Math.max(at(hour - Math.floor(offset)), at(hour - Math.ceil(offset))),
  );
}

/** Hours by which the clocks of a zone are ahead of UTC. */
function offsetHours(date: Date, timeZone: string): number {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const times = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...fields,
    ...times,
  });
  const parts = Object.fromEntries(
    format.formatToParts(date).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return (local - Math.floor(date.getTime() / 1000) * 1000) / HOUR_MS;
}

const STAMP = /\b(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\b/;
const DAY = 86_400;

/** Seconds of a log line `INFO 11-23 05:56:48`; it has no year, and none is needed for a start. */
export function logMoment(line: string): number | undefined {
  const found = STAMP.exec(line);
  if (!found) return undefined;
  const [month, day, hour, minute, second] = found.slice(1).map(Number);
  const days = Date.UTC(2000, month - 1, day) / 1000 / DAY;
  return days * DAY + hour * 3600 + minute * 60 + second;
}

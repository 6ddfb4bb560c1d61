import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { traceOf } from '../../../src/capacity/history/read-trace';
import { summarise } from '../../../src/capacity/history/summarise';
import type { TrafficHistory } from '../../../src/capacity/history/traffic-history';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));

/** The path of a new file with these lines. */
export function fileOf(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

export const MONDAY = Date.parse('2026-01-05T00:00:00Z') / 1000;

/** The history of bins from a Monday 0 h in UTC, or from a midnight of an unknown day. */
export function historyOfBins(
  rates: readonly (number | undefined)[],
  binSeconds = 3600,
  clock: 'utc' | 'midnight' = 'utc',
): TrafficHistory {
  const start = clock === 'utc' ? MONDAY : 0;
  const rows = rates.flatMap((requestsPerSecond, i) =>
    requestsPerSecond === undefined
      ? []
      : [{ seconds: start + i * binSeconds, clock, requestsPerSecond }],
  );
  return summarise(traceOf('bins', rows, {}));
}

/** Hourly rates of some days: quiet but for nine to five on weekdays. */
export function officeHours(days: number, quiet = 10, busy = 60): number[] {
  return Array.from({ length: days * 24 }, (_, hour) => {
    const isOffice = hour % 24 >= 9 && hour % 24 < 17 && Math.floor(hour / 24) % 7 < 5;
    return isOffice ? busy : quiet;
  });
}

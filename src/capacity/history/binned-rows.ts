import type { Violation } from '../../violations';
import { DATES, momentOf } from './time-stamp';
import type { TraceRow } from './trace';

/** One bin as a program states it. */
export interface StatedBin {
  readonly time: string;
  readonly requestsPerSecond: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Bins as rows of a trace, once nothing is broken in them. */
export function binnedRows(bins: readonly StatedBin[]): TraceRow[] {
  return bins.map(({ time, ...rest }) => ({ ...rest, ...momentOf(time) })) as TraceRow[];
}

/** What is broken in a bin. */
export function binViolations(bin: StatedBin, path: string): Violation[] {
  const { time, requestsPerSecond, inputTokens, outputTokens } = bin;
  const ofTime =
    momentOf(time)?.clock === 'utc'
      ? []
      : [
          {
            path: `${path}.time`,
            value: time,
            allowed: DATES,
            fix: 'e.g. 2026-11-23T08:00:00Z',
          },
        ];
  const known = Object.entries({ inputTokens, outputTokens }).filter(
    ([, value]) => value !== undefined,
  );
  const amounts: [string, number | undefined][] = [
    ['requestsPerSecond', requestsPerSecond],
    ...known,
  ];
  const broken = amounts.filter(([, value]) => !(Number.isFinite(value) && Number(value) >= 0));
  return [
    ...ofTime,
    ...broken.map(([key, value]) => ({
      path: `${path}.${key}`,
      value,
      allowed: 'a number, 0 or more',
      fix: 'correct it or leave the bin out',
    })),
  ];
}

import { InvalidInput, type Violation } from '../../violations';
import { momentOf } from './time-stamp';
import type { TraceRow } from './trace';

/** One bin as a program states it. */
export interface StatedBin {
  readonly time: string;
  readonly requestsPerSecond: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Bins as rows of a trace; throws with every broken one. */
export function binnedRows(bins: readonly StatedBin[]): TraceRow[] {
  const violations = bins.flatMap((bin, i) => binViolations(bin, `bins[${i}]`));
  if (violations.length > 0) throw new InvalidInput(violations);
  return bins.map(({ time, ...rest }) => ({ ...rest, ...momentOf(time) })) as TraceRow[];
}

function binViolations({ time, ...amounts }: StatedBin, path: string): Violation[] {
  const ofTime =
    momentOf(time)?.clock === 'utc'
      ? []
      : [
          {
            path: `${path}.time`,
            value: time,
            allowed: 'a date and time',
            fix: 'e.g. 2026-11-23T08:00:00Z',
          },
        ];
  const broken = Object.entries(amounts).filter(
    ([, value]) => value !== undefined && !(Number.isFinite(value) && value >= 0),
  );
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

import { amount, type Fields, known, type Problem } from './fields';
import { withTokenTime } from './implied';
import type { CalibrationReading, CalibrationRow } from './row';

const NUMBERS = [
  'concurrency',
  'requestsPerSecond',
  'inputTokens',
  'outputTokens',
  'cachedInputShare',
  'timePerOutputTokenMs',
  'timeToFirstTokenMs',
  'outputTokensPerSecond',
  'numPrompts',
  'tensor',
  'pipeline',
  'data',
] as const;
const WORDS = ['engine', 'engineVersion', 'gpu', 'note'] as const;
const NEEDED = ['inputTokens', 'outputTokens', 'timePerOutputTokenMs'] as const;

export const plainColumns =
  'concurrency or requestsPerSecond, inputTokens, outputTokens, timePerOutputTokenMs';

/** Whether rows use the names of the request; separators and case do not matter. */
export function isPlain(first: Fields | undefined): boolean {
  const names = new Set(Object.keys(first ?? {}).map(plainName));
  return NEEDED.filter((name) => names.has(plainName(name))).length > 1 || names.has('concurrency');
}

/** Rows under the names of the request. */
export function readPlain(rows: readonly Fields[], problem: Problem): CalibrationReading {
  return {
    rows: rows.map((row, i) => rowOf(row, i, problem)),
    measured: {},
    startupStages: [],
    provenance: { flags: {} },
  };
}

function rowOf(row: Fields, index: number, problem: Problem): CalibrationRow {
  const cells = new Map(Object.entries(row).map(([name, value]) => [plainName(name), value]));
  const numbers = NUMBERS.map((name) => [name, amount(cells.get(plainName(name)))]);
  const words = WORDS.map((name) => {
    const value = cells.get(plainName(name));
    return [name, value === undefined || value === '' ? undefined : String(value)];
  });
  const stated = known(Object.fromEntries([...numbers, ...words])) as Partial<CalibrationRow>;
  const read = withTokenTime(stated);
  const lacks = NEEDED.filter((name) => read[name] === undefined);
  const hasLoad = read.concurrency !== undefined || read.requestsPerSecond !== undefined;
  const missing = [...(hasLoad ? [] : ['concurrency or requestsPerSecond']), ...lacks];
  if (missing.length > 0) {
    const seen = `row ${index + 1} without ${missing.join(', ')}`;
    throw problem(seen, `rows with ${plainColumns}`, 'state them as means of the run');
  }
  return read as CalibrationRow;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

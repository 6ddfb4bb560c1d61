import type { SemVer } from 'semver';
import coerce from 'semver/functions/coerce';

/** A fact that holds from `since` up to, and without, `until`. */
export interface VersionedRow<T> {
  readonly since: string;
  readonly until?: string;
  readonly value: T;
  readonly source: string;
}

/** The last row that covers `version` (`0.32.0`, `0.18`, `v0.21.0rc2`); none for other strings. */
export function rowAt<T>(
  rows: readonly VersionedRow<T>[],
  version: string,
): VersionedRow<T> | undefined {
  const found = answered.get(rows) ?? new Map<string, VersionedRow<unknown> | undefined>();
  answered.set(rows, found);
  if (!found.has(version)) found.set(version, rows.filter((row) => covers(row, version)).pop());
  return found.get(version) as VersionedRow<T> | undefined;
}

/** A list of plans asks the same tables of the same version a thousand times. */
const answered = new WeakMap<object, Map<string, VersionedRow<unknown> | undefined>>();

/** The value of `rowAt`. */
export function valueAt<T>(rows: readonly VersionedRow<T>[], version: string): T | undefined {
  return rowAt(rows, version)?.value;
}

/** Whether `version` lies in `[since, until)`; release candidates count as their release. */
export function covers(range: { since: string; until?: string }, version: string): boolean {
  const wanted = parsed(version);
  const from = parsed(range.since);
  if (!wanted || !from) return false;
  const to = range.until === undefined ? null : parsed(range.until);
  return wanted.compare(from) >= 0 && (to === null || wanted.compare(to) < 0);
}

/** Versions already read: a plan compares the same few with every row. */
const known = new Map<string, SemVer | null>();

function parsed(version: string): SemVer | null {
  const found = known.has(version) ? known.get(version) : coerce(version);
  known.set(version, found ?? null);
  return found ?? null;
}

import type { SemVer } from 'semver';
import coerce from 'semver/functions/coerce';
import gte from 'semver/functions/gte';
import lt from 'semver/functions/lt';

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
  return rows.filter((row) => covers(row, version)).pop();
}

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
  return gte(wanted, from) && (to === null || lt(wanted, to));
}

/** Versions already read: a plan compares the same few with every row. */
const known = new Map<string, SemVer | null>();

function parsed(version: string): SemVer | null {
  const found = known.has(version) ? known.get(version) : coerce(version);
  known.set(version, found ?? null);
  return found ?? null;
}

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
  const wanted = coerce(version);
  if (!wanted) return false;
  const { since, until } = range;
  return gte(wanted, complete(since)) && (until === undefined || lt(wanted, complete(until)));
}

function complete(version: string): string {
  return coerce(version)?.version ?? version;
}

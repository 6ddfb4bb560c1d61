import type { ChecklistItem } from '../lint/checklist/item';
import type { BrokenRule } from '../lint/lint';
import type { ReadError } from '../lint/read/reading';
import type { LintView, Note } from '../lint/view/view';
import type { LocatedFinding } from './lint-finding';

/** What a run of the linter read, and what it found. */
export interface LintRun {
  /** What was judged together: one view, or one for each group of files. */
  readonly views: readonly LintView[];
  readonly findings: readonly LocatedFinding[];
  /** Files, or parts of them, that are no YAML or JSON. */
  readonly errors: readonly ReadError[];
  /** What was passed over. */
  readonly notes: readonly Note[];
  readonly broken: readonly BrokenRule[];
  /** Where it was asked for. */
  readonly checklist?: readonly ChecklistItem[];
}

import type { Problem, Severity } from './finding';
import type { LintView } from './view/view';

/** One reason why scaling does not fire or a drain does not finish. */
export interface Rule {
  /** Stable: `R5`. */
  readonly id: string;
  /** Stable words: `ratio-needs-value`. */
  readonly name: string;
  readonly severity: Severity;
  /** What has to hold. */
  readonly sentence: string;
  /** What happens otherwise, and by which mechanism. */
  readonly why: string;
  readonly fix: string;
  /** Upstream code, documentation, issue or measurement. */
  readonly source: string;
  readonly check: (view: LintView) => readonly Problem[];
}

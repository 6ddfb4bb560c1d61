import type { LintView, Note } from '../view/view';

/** A file, or a part of one, that could not be read. */
export interface ReadError {
  readonly file: string;
  /** From 1; absent where there is no such file. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** What files or objects hold for the rules, and what was passed over. */
export interface Reading {
  readonly view: LintView;
  readonly notes: readonly Note[];
  readonly errors: readonly ReadError[];
}

import type { Place } from './view/place';

/** `error`: it breaks when it is needed; `warning`: it costs or may break; `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** A small table of the numbers that prove a finding. */
export interface Arithmetic {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

/** What a rule says of one place. */
export interface Problem extends Place {
  /** One sentence: what is there and what it does. */
  readonly message: string;
  /** What of the value it is about, as written: the whole value without it. */
  readonly words?: string;
  readonly arithmetic?: Arithmetic;
  /** The next step, where it is more exact than that of the rule. */
  readonly fix?: string;
  /** Where a rule has a case that is milder than its own severity. */
  readonly severity?: Severity;
}

/** A problem with the rule that found it. */
export interface Finding extends Problem {
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  readonly fix: string;
  /** Upstream code, documentation or measurement. */
  readonly source: string;
}

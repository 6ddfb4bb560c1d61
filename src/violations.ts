/** One reason why an input makes no sense, in the words of whoever wrote it. */
export interface Violation {
  /** JSON pointer into the request, or the prop's name. */
  readonly path: string;
  readonly value: unknown;
  /** The allowed range or the nearest valid values. */
  readonly allowed: string;
  /** The next step. */
  readonly fix: string;
}

const SHOWN_LINES = 20;

/** Carries every violation found, never only the first. */
export class InvalidInput extends Error {
  // A field would be printed by Node below the message of an uncaught error.
  readonly #violations: readonly Violation[];

  /** @param subject Whose input it is, where a program has several. */
  public constructor(violations: readonly Violation[], subject?: string) {
    super(shownLines(violations, subject).join('\n'));
    this.name = 'InvalidInput';
    this.#violations = violations;
    // The input is at fault, and its place is named: frames of this library would only bury that.
    this.stack = `${this.name}: ${this.message}`;
  }

  public get violations(): readonly Violation[] {
    return this.#violations;
  }
}

function shownLines(violations: readonly Violation[], subject: string | undefined): string[] {
  const head = subject === undefined ? [] : [`${subject} is refused:`];
  const lines = violations.map(describeViolation);
  const room = SHOWN_LINES - head.length;
  if (lines.length <= room) return [...head, ...lines];
  const shown = lines.slice(0, room - 1);
  return [...head, ...shown, `… and ${lines.length - shown.length} more`];
}

/** One line: `'/traffic/inputTokens' (-5) must be at least 1: state the mean prompt length`. */
export function describeViolation({ path, value, allowed, fix }: Violation): string {
  return `'${path}' (${shorten(shown(value))}) must be ${allowed}: ${fix}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const said = plain(value);
  return said !== value ? String(said) : JSON.stringify(value, inWords);
}

// What JSON has no words for: an object of a class has parts nobody stated, and may hold itself.
function inWords(_key: string, value: unknown): unknown {
  return plain(value);
}

function plain(value: unknown): unknown {
  if (typeof value === 'function') return `[function ${value.name}]`.replace(' ]', ']');
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) {
    return String(value);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const made = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object';
  return made === 'Object' ? value : `[${made}]`;
}

/** What is said about a name that is none of `known`. */
export interface Guess {
  /** `nearest: H100-SXM, H200-SXM`, or a few that exist where none is near. */
  readonly listed: string;
  /** `did you mean 'H100-SXM'?`, or what to do where none is near. */
  readonly fix: string;
}

/** Guesses what was meant; a far-off guess would only send its reader astray. */
export function guess(given: string, known: readonly string[], otherwise: string): Guess {
  const close = nearest(given, known);
  if (close.length > 0) {
    return { listed: `nearest: ${close.join(', ')}`, fix: `did you mean '${close[0]}'?` };
  }
  return { listed: `such as ${known.slice(0, 4).join(', ')}`, fix: otherwise };
}

/** The entries of `known` that `given` may have meant, best first, at most three. */
export function nearest(given: string, known: readonly string[]): string[] {
  const wanted = given.toLowerCase();
  return known
    .map((id) => ({ id, ...closeness(wanted, id.toLowerCase()) }))
    .filter(({ near }) => near)
    .sort((a, b) => a.distance - b.distance || a.id.localeCompare(b.id))
    .slice(0, 3)
    .map(({ id }) => id);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

// A part of a long id ("70b") should find it although most letters are missing, and people err
// rather at the end of a name than at its start.
function closeness(wanted: string, id: string): { near: boolean; distance: number } {
  const edits = editDistance(wanted, id);
  const isPart = wanted.startsWith(id) || (wanted !== '' && letters(id).includes(letters(wanted)));
  const near = isPart || edits <= Math.ceil(Math.max(wanted.length, id.length) / 3);
  const prefix = sharedPrefix(wanted, id);
  return { near, distance: edits - (isPart ? id.length : 0) - 2 * prefix };
}

function letters(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '');
}

function sharedPrefix(wanted: string, id: string): number {
  let shared = 0;
  while (shared < wanted.length && wanted[shared] === id[shared]) shared++;
  return shared;
}

/** Letters to write, take out or replace until one is the other. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

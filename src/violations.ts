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

const SHOWN_LINES = 6;

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
  const shown = value === undefined ? 'missing' : shorten(JSON.stringify(value));
  return `'${path}' (${shown}) must be ${allowed}: ${fix}`;
}

/** The entries of `known` closest to `given`, best first, at most three. */
export function nearest(given: string, known: readonly string[]): string[] {
  const wanted = given.toLowerCase();
  return known
    .map((id) => ({
      id,
      distance: editDistance(wanted, id.toLowerCase()) - sharedPart(wanted, id.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance || a.id.localeCompare(b.id))
    .slice(0, 3)
    .map(({ id }) => id);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

// A part of a long id ("70b") should find it although most letters are missing, and people err
// rather at the end of a name than at its start.
function sharedPart(wanted: string, id: string): number {
  if (id.includes(wanted)) return id.length;
  let start = 0;
  while (start < wanted.length && wanted[start] === id[start]) start++;
  return 2 * start;
}

function editDistance(a: string, b: string): number {
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

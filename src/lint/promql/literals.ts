import { Refused } from './refused';

const SECONDS: Readonly<Record<string, number>> = {
  y: 365 * 86_400,
  w: 7 * 86_400,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
  ms: 1e-3,
};

/** A number or duration as the grammar takes it, without sign: `1_000`, `0x1F`, `1h30m`, `Inf`. */
export function parseNumber(text: string): number {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits === 'inf') return Number.POSITIVE_INFINITY;
  if (/^(\d+(ms|[ywdhms]))+$/.test(digits)) {
    const parts = [...digits.matchAll(/(\d+)(ms|[ywdhms])/g)];
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * SECONDS[unit], 0);
  }
  // Prometheus reads whole numbers with Go's prefixes, of which 0 means octal.
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return Number(digits);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([\s\S]))/g;
const STRING = /^(?:"(?:[^\\"]|\\[\s\S])*"|'(?:[^\\']|\\[\s\S])*'|`[^`]*`)$/;

/** The value of a literal at `from`; Prometheus takes the escapes of Go and no others. */
export function parseString(literal: string, from: number): string {
  const place = { from, to: from + literal.length };
  if (!STRING.test(literal)) throw new Refused(place, 'the string has no end');
  const quote = literal[0];
  const body = literal.slice(1, -1);
  if (quote === '`') return body;
  return body.replace(ESCAPE, (written, x, u, U, octal, letter, offset: number) => {
    const hex = x ?? u ?? U;
    if (hex ?? octal) {
      const code = Number.parseInt(hex ?? octal, hex ? 16 : 8);
      if (code <= 0x10_ffff) return String.fromCodePoint(code);
    }
    const isOtherQuote = (letter === '"' || letter === "'") && letter !== quote;
    if (letter in ESCAPES && !isOtherQuote) return ESCAPES[letter];
    const start = from + 1 + offset;
    throw new Refused(
      { from: start, to: start + written.length },
      `${written} is no escape of a string; a backslash is written \\\\`,
    );
  });
}

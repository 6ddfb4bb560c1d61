/** What a parsed file holds, before anything is known of it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Says what is wrong with a file: what was seen, what is allowed, and the next step. */
export type Problem = (value: unknown, allowed: string, fix: string) => Error;

/** The value as a mapping; nothing for lists and scalars. */
export function mapping(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

/** The value below a path of keys. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((part, key) => mapping(part)?.[key], value);
}

/** A finite number, also one written as text: cells of a CSV, labels of a scrape. */
export function amount(value: unknown): number | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const number = isText ? Number(value.replace(/,/g, '')) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** As `amount`, and more than 0: tools write 0 for what they did not measure. */
export function positive(value: unknown): number | undefined {
  const number = amount(value);
  return number !== undefined && number > 0 ? number : undefined;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The mapping without the keys that hold nothing. */
export function known<T extends object>(fields: T): T {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

/** Five digits: a benchmark says no more, and the annotation stays short. */
export function short(value: number): number {
  return Number(value.toPrecision(5));
}

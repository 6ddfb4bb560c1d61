import { parseQuantity } from '../../kube/quantity';
import type { Json, JsonObject, Path } from '../view/place';

// Content is whatever somebody wrote: every step asks for the type it needs, and own keys only, so
// that `constructor` and `__proto__` are names like any other.

/** What stands at a path; nothing where a step on the way is of another type. */
export function valueAt(content: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(step, content);
}

/** What a map holds under a key or a list at a position. */
export function step(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

export function asMap(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Numbers and booleans too: who forgets the quotes of `threshold: 5` means the text. */
export function asText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Longer texts are no numbers that anybody means. */
const LONGEST_NUMBER = 40;

/** What the API reads as a quantity: `500m`, `1Gi`, 2. */
export function asQuantity(value: Json | undefined): number | undefined {
  const said = asText(value);
  return said === undefined || said.length > LONGEST_NUMBER ? undefined : parseQuantity(said);
}

/** Numbers in quotes too; nothing for `${REPLICAS}`, which somebody fills in later. */
export function asNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'string') {
    if (value.length > LONGEST_NUMBER) return undefined;
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : undefined;
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function asFlag(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

export function map(content: Json | undefined, ...path: Path): JsonObject | undefined {
  return asMap(valueAt(content, path));
}

export function list(content: Json | undefined, ...path: Path): readonly Json[] {
  return asList(valueAt(content, path));
}

export function text(content: Json | undefined, ...path: Path): string | undefined {
  return asText(valueAt(content, path));
}

export function number(content: Json | undefined, ...path: Path): number | undefined {
  return asNumber(valueAt(content, path));
}

export function flag(content: Json | undefined, ...path: Path): boolean | undefined {
  return asFlag(valueAt(content, path));
}

/** Labels, annotations and selectors: the entries whose values are text. */
export function texts(value: Json | undefined): Record<string, string> {
  const entries = Object.entries(asMap(value) ?? {}).flatMap(([key, each]) => {
    const said = asText(each);
    return said === undefined ? [] : [[key, said] as const];
  });
  return Object.fromEntries(entries);
}

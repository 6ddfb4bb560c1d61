import type { Schema } from 'js-yaml';
import type { Json, JsonObject } from '../view/place';
import { DEEPEST, refusal, TOO_DEEP, TOO_MANY } from './expansion';

/** Where a text is no YAML, from 1, and why. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Parsed = { readonly content: Json } | YamlProblem;

/**
 * One document of YAML or JSON, of a size that can be walked through.
 *
 * @param language What its file is named as.
 */
export function parseYaml(text: string, language: 'JSON' | 'YAML' = 'YAML'): Parsed {
  const parsed = asJson(text) ?? asYaml(text, language);
  if (!('content' in parsed)) return parsed;
  const message = refusal(parsed.content);
  if (message !== undefined) return { line: 1, column: 1, message };
  const placeholder = text.search(PLACEHOLDER);
  if (placeholder < 0 || !hasMapAsKey(parsed.content)) return parsed;
  const before = text.slice(0, text.indexOf('{', placeholder)).split('\n');
  const [line, column] = [before.length, (before.pop() as string).length + 1];
  return { line, column, message: UNFILLED };
}

/** `replicas: {{REPLICAS}}` is a map with a map as its key. */
const PLACEHOLDER = /(?:[:-]|^)[ \t]+\{\{/m;
const UNFILLED =
  'a placeholder is not filled in, and Kubernetes takes no map as a key: render it first';

function hasMapAsKey(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    Object.hasOwn(value, '[object Object]') || Object.values(value as JsonObject).some(hasMapAsKey)
  );
}

/** Tabs may indent JSON and not YAML. */
function asJson(text: string): Parsed | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return { content: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

interface Limits {
  readonly maxDepth: number;
  readonly maxTotalMergeKeys: number;
}

const LIMITS: Limits = { maxDepth: DEEPEST, maxTotalMergeKeys: 100_000 };

function asYaml(text: string, language: string): Parsed {
  const { load } = require('js-yaml') as typeof import('js-yaml');
  try {
    const content = load(text, { ...LIMITS, schema: schema(), json: true });
    return { content: (content ?? null) as Json };
  } catch (error) {
    return problemOf(error, language);
  }
}

interface Thrown {
  readonly name?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly mark?: { readonly line: number; readonly column: number };
}

function problemOf(error: unknown, language: string): YamlProblem {
  const thrown = error as Thrown;
  const { mark } = thrown;
  return {
    line: (mark?.line ?? 0) + 1,
    column: (mark?.column ?? 0) + 1,
    message: messageOf(thrown, language),
  };
}

function messageOf({ name, message, reason }: Thrown, language: string): string {
  // The parser's own stack may end before what it may nest.
  if (name === 'RangeError' || reason?.startsWith('nesting')) return TOO_DEEP;
  return reason?.startsWith('merge keys') ? TOO_MANY : `not ${language}: ${reason ?? message}`;
}

let known: Schema | undefined;

/** What Kubernetes reads: no dates, but merge keys; tags of other tools say nothing here. */
function schema(): Schema {
  if (known) return known;
  const { CORE_SCHEMA, Type, types } = require('js-yaml') as typeof import('js-yaml') & {
    types: { merge: import('js-yaml').Type };
  };
  const foreign = (['scalar', 'sequence', 'mapping'] as const).flatMap((kind) =>
    ['!', 'tag:'].map(
      (prefix) => new Type(prefix, { kind, multi: true, construct: (data: unknown) => data }),
    ),
  );
  known = CORE_SCHEMA.extend({ implicit: [types.merge], explicit: foreign });
  return known;
}

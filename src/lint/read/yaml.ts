import type { Schema } from 'js-yaml';
import type { Json } from '../view/place';
import { DEEPEST, refusal } from './expansion';

/** Where a text is no YAML, from 1, and why. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Parsed = { readonly content: Json } | YamlProblem;

/** One document of YAML or JSON, of a size that can be walked through. */
export function parseYaml(text: string): Parsed {
  const parsed = asJson(text) ?? asYaml(text);
  if (!('content' in parsed)) return parsed;
  const message = refusal(parsed.content);
  return message === undefined ? parsed : { line: 1, column: 1, message };
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

function asYaml(text: string): Parsed {
  const { load } = require('js-yaml') as typeof import('js-yaml');
  try {
    const content = load(text, { ...LIMITS, schema: schema(), json: true });
    return { content: (content ?? null) as Json };
  } catch (error) {
    return problemOf(error);
  }
}

interface Thrown {
  readonly reason?: string;
  readonly mark?: { readonly line: number; readonly column: number };
}

function problemOf(error: unknown): YamlProblem {
  const { reason, mark } = error as Thrown;
  if (reason !== undefined) {
    const [line, column] = [(mark?.line ?? 0) + 1, (mark?.column ?? 0) + 1];
    return { line, column, message: `not YAML: ${reason}` };
  }
  // The parser's own stack is the limit of what it can nest.
  const message = `not YAML: ${error instanceof Error ? error.message : String(error)}`;
  return { line: 1, column: 1, message };
}

let known: Schema | undefined;

/** What Kubernetes reads: no dates, but merge keys; tags of other tools say nothing here. */
function schema(): Schema {
  if (known) return known;
  const { CORE_SCHEMA, Type, types } = require('js-yaml') as typeof import('js-yaml') & {
    types: { merge: import('js-yaml').Type };
  };
  const foreign = (['scalar', 'sequence', 'mapping'] as const).map(
    (kind) => new Type('!', { kind, multi: true, construct: (data: unknown) => data }),
  );
  known = CORE_SCHEMA.extend({ implicit: [types.merge], explicit: foreign });
  return known;
}

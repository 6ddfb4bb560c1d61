import type { Schema } from 'js-yaml';
import type { Json } from '../view/place';
import { DEEPEST, refusal } from './expansion';
import type { ReadError } from './reading';
import { splitDocuments } from './split-documents';

export interface ParsedDocument {
  /** Position in the file, from 0. */
  readonly index: number;
  readonly text: string;
  readonly content: Json;
}

export interface ParsedFile {
  readonly documents: readonly ParsedDocument[];
  readonly errors: readonly ReadError[];
}

/** A file of more is no manifest: etcd stores objects of 1.5 MB. */
const MOST_CHARACTERS = 64e6;

/** The documents of a file; a broken one costs only itself. */
export function parseFile(file: string, text: string): ParsedFile {
  const problem = unreadable(text);
  if (problem) return { documents: [], errors: [{ file, line: 1, column: 1, message: problem }] };
  const documents: ParsedDocument[] = [];
  const errors: ReadError[] = [];
  splitDocuments(text.replace(/^\uFEFF/, '')).forEach((part, index) => {
    const parsed = parseDocument(part.text);
    if ('content' in parsed) documents.push({ index, text: part.text, content: parsed.content });
    else errors.push({ ...parsed, file, line: parsed.line + part.firstLine });
  });
  return { documents, errors };
}

function unreadable(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) {
    const size = `${Math.round(text.length / 1e6)} MB`;
    return `the file has ${size}, more than the ${MOST_CHARACTERS / 1e6} MB that are read: split it`;
  }
  return text.includes('\u0000')
    ? 'the file holds NUL characters, so it is binary or not UTF-8: convert it to UTF-8'
    : undefined;
}

type Parsed = { readonly content: Json } | Omit<ReadError, 'file'>;

function parseDocument(text: string): Parsed {
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

interface LoadLimits {
  readonly maxDepth: number;
  readonly maxTotalMergeKeys: number;
}

function asYaml(text: string): Parsed {
  const { load } = require('js-yaml') as typeof import('js-yaml');
  const limits: LoadLimits = { maxDepth: DEEPEST, maxTotalMergeKeys: 100_000 };
  try {
    const content = load(text, { ...limits, schema: schema(), json: true });
    return { content: (content ?? null) as Json };
  } catch (error) {
    return problemOf(error);
  }
}

interface YamlProblem {
  readonly reason: string;
  readonly mark?: { readonly line: number; readonly column: number };
}

function problemOf(error: unknown): Omit<ReadError, 'file'> {
  const { reason, mark } = error as Partial<YamlProblem>;
  if (reason === undefined) {
    // The parser's own stack is the limit of what it can nest.
    const message = `not YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { line: 1, column: 1, message };
  }
  return {
    line: (mark?.line ?? 0) + 1,
    column: (mark?.column ?? 0) + 1,
    message: `not YAML: ${reason}`,
  };
}

let known: Schema | undefined;

/** What Kubernetes reads: no dates, but merge keys; tags of other tools say nothing here. */
function schema(): Schema {
  const { CORE_SCHEMA, Type, types } = require('js-yaml') as typeof import('js-yaml') & {
    types: { merge: import('js-yaml').Type };
  };
  const foreign = (['scalar', 'sequence', 'mapping'] as const).map(
    (kind) => new Type('!', { kind, multi: true, construct: (data: unknown) => data }),
  );
  known ??= CORE_SCHEMA.extend({ implicit: [types.merge], explicit: foreign });
  return known;
}

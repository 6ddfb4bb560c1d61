import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml';
import type { Path } from '../view/place';
import { type DocumentText, splitDocuments } from './split-documents';

/** Where a value stands in its file; all numbers from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** After its last character on that line. */
  readonly endColumn: number;
  /** The line. */
  readonly text: string;
}

/**
 * Where the value at a path of a document is written, or else the key of its nearest parent; with
 * `words` the first place of them in the value.
 */
export function positionOf(text: string, document: number, path: Path, words = ''): Position {
  const { parts, parsed } = file(text);
  const part = parts[document] ?? { text: '', firstLine: 0 };
  const known = parsed.get(document) ?? parse(part.text);
  parsed.set(document, known);
  return positionIn(part, within(part.text, rangeOf(known, path), words));
}

interface File {
  readonly text: string;
  readonly parts: readonly DocumentText[];
  readonly parsed: Map<number, Document>;
}

/** Findings come file by file, and many from one document. */
let last: File | undefined;

function file(text: string): File {
  if (last?.text !== text) {
    last = { text, parts: splitDocuments(text.replace(/^\uFEFF/, '')), parsed: new Map() };
  }
  return last;
}

// Ranges of nodes make this parser eight times slower than the one that only reads values.
function parse(text: string): Document {
  const yaml = require('yaml') as typeof import('yaml');
  return yaml.parseDocument(text, {
    schema: 'failsafe',
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
}

type Range = readonly [from: number, to: number];

/** The words, or else the first line of a text that is written below its key. */
function within(text: string, [from, to]: Range, words: string): Range {
  const value = text.slice(from, to);
  const at = words === '' ? -1 : value.indexOf(words);
  if (at >= 0) return [from + at, from + at + words.length];
  const [header = '', line = ''] = /^[|>][^\n]*\n\s*([^\n]*)/.exec(value) ?? [];
  return header === '' ? [from, to] : [from + header.length - line.length, from + header.length];
}

/** A step into a document: the node, and what a caret under it should mark. */
interface Found {
  readonly node: Node;
  readonly mark: Range;
}

function rangeOf(document: Document, path: Path): Range {
  const { contents } = document;
  if (!contents?.range) return [0, 0];
  const root: Found = { node: contents as Node, mark: ownRange(contents as Node) };
  let found = root;
  for (const key of path) {
    const next = childOf(document, found.node, key);
    if (next === undefined) break;
    found = next;
  }
  // A whole object is marked by what it is.
  return found === root ? (childOf(document, root.node, 'kind') ?? root).mark : found.mark;
}

function childOf(document: Document, node: Node, key: string | number): Found | undefined {
  const { isMap, isSeq, isPair } = require('yaml') as typeof import('yaml');
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    const target = isPair(item) ? undefined : resolved(document, item as Node | undefined);
    return target && { node: target, mark: ownRange(target) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.filter((each) => keyOf(each) === String(key)).pop();
  return pair ? pairOf(document, pair) : mergedChild(document, node, key);
}

/** Scalars are marked themselves; of a map or a list its key says more than its first line. */
function pairOf(document: Document, pair: Pair): Found | undefined {
  const { isScalar, isCollection } = require('yaml') as typeof import('yaml');
  const key = pair.key as Scalar;
  const value = resolved(document, pair.value as Node | null);
  const isMarked = isScalar(value) && value.range && value.range[1] > value.range[0];
  const mark = isMarked ? ownRange(value) : ownRange(key);
  if (value) return { node: value, mark: isCollection(value) ? ownRange(key) : mark };
  return { node: key, mark };
}

/** What `<<` brings in. */
function mergedChild(document: Document, map: YAMLMap, key: string | number): Found | undefined {
  const { isSeq } = require('yaml') as typeof import('yaml');
  const merged = map.items.find((each) => keyOf(each) === '<<');
  const source = merged && resolved(document, merged.value as Node | null);
  if (!source) return undefined;
  const sources = isSeq(source)
    ? source.items.map((each) => resolved(document, each as Node))
    : [source];
  return sources.reduce<Found | undefined>(
    (found, each) => found ?? (each && each !== map ? childOf(document, each, key) : undefined),
    undefined,
  );
}

function keyOf({ key }: Pair): string {
  const { isScalar } = require('yaml') as typeof import('yaml');
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

function resolved(document: Document, node: Node | null | undefined): Node | undefined {
  const { isAlias } = require('yaml') as typeof import('yaml');
  return (isAlias(node) ? node.resolve(document) : node) ?? undefined;
}

function ownRange({ range }: Node): Range {
  return range ? [range[0], range[1]] : [0, 0];
}

function positionIn(part: DocumentText, [from, to]: Range): Position {
  const { text, firstLine } = part;
  const start = from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', start);
  const line = text.slice(start, next < 0 ? text.length : next).trimEnd();
  const breaks = text.slice(0, start).split('\n').length - 1;
  const column = from - start + 1;
  return {
    line: firstLine + breaks + 1,
    column,
    endColumn: Math.max(column + 1, Math.min(to - start, line.length) + 1),
    text: line,
  };
}

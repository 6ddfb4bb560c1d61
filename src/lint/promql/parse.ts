import type { Tree } from '@lezer/common';
import type { LRParser } from '@lezer/lr';
import type { Expr, Span } from './ast';
import { NotShown, Refused } from './refused';
import { exprOf } from './tree';
import { checkTypes } from './types';

export interface ParsedQuery {
  /** Absent also, without an error, for what our tree has no words for. */
  readonly expr?: Expr;
  /** Where Prometheus refuses the query. */
  readonly errors: readonly QueryError[];
}

export interface QueryError extends Span {
  readonly because: string;
}

// Scalers of one template repeat their queries; a run over many files must not keep all of them.
const CACHED = 1_000;
const cache = new Map<string, ParsedQuery>();

/** A query as Prometheus' own grammar reads it. */
export function parsePromql(query: string): ParsedQuery {
  const known = cache.get(query);
  if (known) return known;
  const parsed = parse(query);
  if (cache.size >= CACHED) cache.clear();
  cache.set(query, parsed);
  return parsed;
}

function parse(query: string): ParsedQuery {
  try {
    const tree = treeOf(query);
    if (!tree) return { errors: [] };
    const top = tree.topNode.getChild('Expr');
    if (!top) return { errors: [] };
    const expr = exprOf(top, query);
    checkTypes(expr);
    return { expr, errors: [] };
  } catch (error) {
    if (error instanceof NotShown) return { errors: [] };
    if (error instanceof Refused) {
      const { place, message } = error;
      return { errors: [{ from: place.from, to: place.to, because: message }] };
    }
    throw error;
  }
}

// The parser gives up on about 600 operators in a row or 2,800 brackets around each other, and
// says so at a place behind this one as if it were an error.
const TRUSTED = 2_000;

function treeOf(query: string): Tree | undefined {
  const parse = strictParser().startParse(query);
  try {
    let tree = parse.advance();
    while (!tree) tree = parse.advance();
    return tree;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = parse.parsedPos;
    if (at > TRUSTED || OTHERWISE_READ.test(query.slice(0, at + 1))) return undefined;
    throw unexpected(query, at);
  }
}

// What other versions read and this grammar does not: numbers such as `2.`, and functions.
const OTHERWISE_READ = /\d\.$|\b(holt_winters|min_of|max_of)\s*\($/;

const TEMPLATE = /[$#]?\{+[^}]*\}*|\$\w+|<[\w ]+>/y;
const WORD = /\w+|[\s\S]?/uy;

function unexpected(query: string, at: number): Refused {
  const [called] = /[a-z_]\w*(?=\s*$)/i.exec(query[at] === '(' ? query.slice(0, at) : '') ?? [];
  if (called) {
    const from = query.lastIndexOf(called, at);
    return new Refused({ from, to: from + called.length }, `there is no function "${called}"`);
  }
  // What is left of a template begins with two braces, of which the first could be PromQL.
  const from = query.startsWith('{{', at - 1) ? at - 1 : at;
  const [word] = matchAt(TEMPLATE, query, from) ?? matchAt(WORD, query, from) ?? [''];
  const because = word === '' ? 'the query ends too early' : `PromQL knows no "${word}" here`;
  return new Refused({ from, to: from + word.length }, because);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

let parser: LRParser | undefined;

function strictParser(): LRParser {
  if (parser) return parser;
  // Its types claim that it is an ES module only; it is both.
  const grammar = require('@prometheus-io/lezer-promql') as { parser: LRParser };
  parser = grammar.parser.configure({ strict: true });
  return parser;
}

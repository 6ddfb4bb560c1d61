import type { SyntaxNode } from '@lezer/common';
import type { Aggregation, Call, Expr, Unary } from './ast';
import { parseNumber, parseString } from './literals';
import { groupingOf, modifiersOf } from './modifiers';
import { childrenOf, textOf } from './nodes';
import { postfixOf } from './postfix';
import { climb, type Part } from './precedence';
import { NotShown, Refused } from './refused';
import { selectorOf } from './selector';

// No person and no template goes deeper, and recursion has its end.
const DEEPEST = 1_000;

/** The tree of the grammar as our own. */
export function exprOf(node: SyntaxNode, query: string, depth = 0): Expr {
  const parts: Part[] = [];
  collect(node, query, depth, parts);
  return climb(parts);
}

/**
 * The grammar lets `[5m]` and `offset` take the whole of `a + b` before them and reads `-2 ^ 2` as
 * `(-2) ^ 2`. Prometheus does neither, so only the order of the parts is taken from its tree.
 */
function collect(node: SyntaxNode, query: string, depth: number, parts: Part[]): void {
  if (depth > DEEPEST) throw new NotShown();
  const children = childrenOf(node);
  switch (node.name) {
    case 'BinaryExpr':
      collect(children[0], query, depth + 1, parts);
      parts.push({ kind: 'operator', modifiers: modifiersOf(node, query) });
      collect(children[children.length - 1], query, depth + 1, parts);
      return;
    case 'UnaryExpr':
      parts.push(signAt(node.from, query));
      collect(children[1], query, depth + 1, parts);
      return;
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr':
      collect(children[0], query, depth + 1, parts);
      parts.push({ kind: 'postfix', apply: postfixOf(node, query) });
      return;
    case 'NumberDurationLiteral':
      if (/[-+]/.test(query[node.from])) parts.push(signAt(node.from, query));
  }
  const expr = operandOf(node, query, depth);
  parts.push({ kind: 'operand', operand: { expr, from: node.from, to: node.to } });
}

function signAt(from: number, query: string): Part {
  return { kind: 'sign', op: query[from] as Unary['op'], from };
}

function operandOf(node: SyntaxNode, query: string, depth: number): Expr {
  const { from, to } = node;
  const text = textOf(node, query);
  switch (node.name) {
    case 'NumberDurationLiteral':
      return { kind: 'number', value: parseNumber(text.replace(/^[-+]\s*/, '')), from, to };
    case 'StringLiteral':
      return { kind: 'string', value: parseString(text, from), from, to };
    case 'ParenExpr':
      return exprOf(childrenOf(node)[0], query, depth + 1);
    case 'VectorSelector':
      return selectorOf(node, query);
    case 'FunctionCall':
      return callOf(node, query, depth);
    case 'AggregateExpr':
      return aggregationOf(node, query, depth);
    default:
      throw new NotShown();
  }
}

function callOf(node: SyntaxNode, query: string, depth: number): Call {
  const [identifier, body] = childrenOf(node);
  const args = childrenOf(body).map((argument) => exprOf(argument, query, depth + 1));
  return { kind: 'call', func: textOf(identifier, query), args, from: node.from, to: node.to };
}

function aggregationOf(node: SyntaxNode, query: string, depth: number): Aggregation {
  const op = textOf(childrenOf(node)[0], query).toLowerCase();
  const body = node.getChild('FunctionCallBody') as SyntaxNode;
  const args = childrenOf(body).map((argument) => exprOf(argument, query, depth + 1));
  const needed = PARAMETERISED.has(op) ? 2 : 1;
  if (args.length !== needed) {
    throw new Refused(body, `${op} takes ${needed} argument${needed > 1 ? 's' : ''}`);
  }
  const modifier = node.getChild('AggregateModifier');
  return {
    kind: 'aggregation',
    op,
    of: args[needed - 1],
    ...(needed > 1 && { parameter: args[0] }),
    ...(modifier && { grouping: groupingOf(modifier, query) }),
    from: node.from,
    to: node.to,
  };
}

const PARAMETERISED = new Set([
  'topk',
  'bottomk',
  'quantile',
  'count_values',
  'limitk',
  'limit_ratio',
]);

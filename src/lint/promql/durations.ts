import type { SyntaxNode } from '@lezer/common';
import { parseNumber } from './literals';
import { childrenOf, textOf } from './nodes';
import { NotShown } from './refused';

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
  Mod: (left, right) => left % right,
  Pow: (left, right) => left ** right,
};

/** Seconds of `[5m]`, `[2 * 5m]` or `offset -5m`; `step()` and `range()` are known to no trigger. */
export function durationSeconds(node: SyntaxNode, query: string): number {
  const [first, second, third] = childrenOf(node);
  if (third) {
    const operator = ARITHMETIC[second.name];
    if (!operator) throw new NotShown();
    return operator(durationSeconds(first, query), durationSeconds(third, query));
  }
  if (first?.name === 'UnaryOp') {
    const seconds = durationSeconds(second, query);
    return textOf(first, query) === '-' ? -seconds : seconds;
  }
  if (first?.name === 'NumberDurationLiteralInDurationContext') {
    return parseNumber(textOf(first, query));
  }
  if (first?.name !== 'DurationExpr') throw new NotShown();
  return durationSeconds(first, query);
}

import type { SyntaxNode } from '@lezer/common';
import type { Expr } from './ast';
import { durationSeconds } from './durations';
import { childrenOf } from './nodes';
import type { Operand } from './precedence';
import { Refused } from './refused';

/** What `[5m]`, `[1h:5m]`, `offset 5m`, `@ end()`, `anchored` and `smoothed` make of the operand. */
export function postfixOf(node: SyntaxNode, query: string): (operand: Operand) => Operand {
  const make = makerOf(node, query);
  return (operand) => ({ ...operand, expr: make(operand), to: node.to });
}

function makerOf(node: SyntaxNode, query: string): (operand: Operand) => Expr {
  const { to } = node;
  const [, duration, offset] = childrenOf(node);
  switch (node.name) {
    case 'MatrixSelector': {
      const rangeSeconds = positive(duration, query);
      return ({ expr, from }) => {
        if (expr.kind !== 'selector' || expr.from !== from || expr.rangeSeconds !== undefined) {
          throw new Refused(node, 'a range may follow only the name and matchers of a metric');
        }
        return { ...expr, rangeSeconds, to };
      };
    }
    case 'SubqueryExpr': {
      const rangeSeconds = positive(duration, query);
      return ({ expr, from }) => ({ kind: 'subquery', of: expr, rangeSeconds, from, to });
    }
    case 'OffsetExpr': {
      const offsetSeconds = durationSeconds(offset, query);
      return (operand) => {
        const expr = bare(operand, node, 'offset');
        return expr.kind === 'selector' ? { ...expr, offsetSeconds, to } : { ...expr, to };
      };
    }
    // In a steady state every instant is like the other.
    case 'StepInvariantExpr':
      return (operand) => ({ ...bare(operand, node, '@'), to });
    default:
      return (operand) => ({ ...bare(operand, node, 'anchored and smoothed'), to });
  }
}

/** A selector or subquery, without brackets around it. */
function bare({ expr, from }: Operand, node: SyntaxNode, word: string): Expr {
  if ((expr.kind === 'selector' || expr.kind === 'subquery') && expr.from === from) return expr;
  throw new Refused(node, `${word} may follow only a metric, its range, or a subquery`);
}

function positive(duration: SyntaxNode, query: string): number {
  const seconds = durationSeconds(duration, query);
  if (!(seconds > 0)) throw new Refused(duration, 'a range is longer than zero');
  return seconds;
}

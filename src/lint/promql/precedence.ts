import type { Binary, Expr, Span, Unary } from './ast';

/** An expression with the brackets around it: only a bare selector takes a range or an offset. */
export interface Operand extends Span {
  readonly expr: Expr;
}

export type Modifiers = Pick<Binary, 'op' | 'isBool' | 'matching' | 'group' | 'include'>;

/** What stands in a row between two brackets. */
export type Part =
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'sign'; readonly op: Unary['op']; readonly from: number }
  | { readonly kind: 'postfix'; readonly apply: (operand: Operand) => Operand }
  | { readonly kind: 'operator'; readonly modifiers: Modifiers };

/** https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<=', '<', '>=', '>', '</', '>/'],
  ['+', '-'],
  ['*', '/', '%', 'atan2'],
  ['^'],
];
const LEVEL = new Map(LEVELS.flatMap((ops, level) => ops.map((op) => [op, level] as const)));
const POWER = LEVEL.get('^') as number;

/** The expression that parts in a row make. */
export function climb(parts: readonly Part[]): Expr {
  let next = 0;

  function operand(): Operand {
    const part = parts[next++];
    if (part.kind === 'sign') return signed(part, expression(POWER));
    if (part.kind !== 'operand') throw new Error(`no operand but "${part.kind}"`);
    let { operand } = part;
    for (let after = parts[next]; after?.kind === 'postfix'; after = parts[++next]) {
      operand = after.apply(operand);
    }
    return operand;
  }

  function expression(lowest: number): Operand {
    let left = operand();
    for (let part = parts[next]; part?.kind === 'operator'; part = parts[next]) {
      const level = LEVEL.get(part.modifiers.op) as number;
      if (level < lowest) break;
      next++;
      const right = expression(level === POWER ? level : level + 1);
      const { from, to } = { from: left.from, to: right.to };
      const ends = { left: left.expr, right: right.expr };
      left = { expr: { kind: 'binary', from, to, ...part.modifiers, ...ends }, from, to };
    }
    return left;
  }

  return expression(0).expr;
}

function signed({ op, from }: { op: Unary['op']; from: number }, { expr, to }: Operand): Operand {
  if (expr.kind !== 'number') return { expr: { kind: 'unary', op, of: expr, from, to }, from, to };
  const value = op === '-' ? -expr.value : expr.value;
  return { expr: { kind: 'number', value, from, to }, from, to };
}

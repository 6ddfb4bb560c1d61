import type { Expr } from './ast';

/** What a query is made of, without the conditions that only say whether there is a value. */
export function valueParts(expr: Expr): Expr[] {
  if (expr.kind !== 'binary') return [expr];
  if (['and', 'unless'].includes(expr.op) || /^[<>=!]/.test(expr.op)) return valueParts(expr.left);
  return expr.op === 'or' ? [...valueParts(expr.left), ...valueParts(expr.right)] : [expr];
}

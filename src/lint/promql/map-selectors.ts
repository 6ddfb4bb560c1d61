import type { Expr, Selector } from './ast';

/** The same expression with other selectors in their places, from left to right. */
export function mapSelectors(expr: Expr, change: (selector: Selector) => Selector): Expr {
  const inside = (part: Expr): Expr => mapSelectors(part, change);
  switch (expr.kind) {
    case 'selector':
      return change(expr);
    case 'subquery':
    case 'unary':
      return { ...expr, of: inside(expr.of) };
    case 'call':
      return { ...expr, args: expr.args.map(inside) };
    case 'aggregation': {
      const parameter = expr.parameter && inside(expr.parameter);
      return { ...expr, parameter, of: inside(expr.of) };
    }
    case 'binary':
      return { ...expr, left: inside(expr.left), right: inside(expr.right) };
    default:
      return expr;
  }
}

import type { Expr, Selector } from './ast';

/** A selector and all that encloses it, from the whole query inwards. */
export interface SelectorUse {
  readonly selector: Selector;
  readonly within: readonly Expr[];
}

export function selectorsOf(expr: Expr): readonly SelectorUse[] {
  const uses: SelectorUse[] = [];
  const visit = (at: Expr, within: readonly Expr[]): void => {
    if (at.kind === 'selector') uses.push({ selector: at, within });
    for (const part of partsOf(at)) visit(part, [...within, at]);
  };
  visit(expr, []);
  return uses;
}

/** The function that takes the selector itself, as `rate` of `rate(name[5m])`. */
export function functionOn({ within }: SelectorUse): string | undefined {
  const nearest = within.at(-1);
  return nearest?.kind === 'call' ? nearest.func : undefined;
}

/** What an expression is made of, from left to right. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return [];
    case 'subquery':
    case 'unary':
      return [expr.of];
    case 'call':
      return expr.args;
    case 'aggregation':
      return expr.parameter ? [expr.parameter, expr.of] : [expr.of];
    case 'binary':
      return [expr.left, expr.right];
  }
}

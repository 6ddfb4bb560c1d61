import type { Expr, Matcher } from '../../../src/lint/promql/ast';
import { parsePromql } from '../../../src/lint/promql/parse';

/** A query that is PromQL. */
export function read(query: string): Expr {
  const { expr, errors } = parsePromql(query);
  if (!expr) throw new Error(`${query}: ${errors.map(({ because }) => because).join()}`);
  return expr;
}

/** An expression with brackets around every part: `a + b * c` is `(a + (b * c))`. */
export function shape(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return String(expr.value);
    case 'string':
      return JSON.stringify(expr.value);
    case 'selector': {
      const matchers = expr.matchers.map(matcher).join(',');
      const range = expr.rangeSeconds === undefined ? '' : `[${expr.rangeSeconds}]`;
      const offset = expr.offsetSeconds === undefined ? '' : ` offset ${expr.offsetSeconds}`;
      return `${expr.name ?? ''}${matchers && `{${matchers}}`}${range}${offset}`;
    }
    case 'subquery':
      return `${shape(expr.of)}[${expr.rangeSeconds}:]`;
    case 'call':
      return `${expr.func}(${expr.args.map(shape).join(', ')})`;
    case 'aggregation': {
      const parameter = expr.parameter ? `${shape(expr.parameter)}, ` : '';
      return `${expr.op}${clause(expr.grouping)}(${parameter}${shape(expr.of)})`;
    }
    case 'unary':
      return `(${expr.op}${shape(expr.of)})`;
    case 'binary': {
      const { op, isBool, matching, group, include } = expr;
      const side = group ? ` group_${group}${include ? `(${include.join(',')})` : ''}` : '';
      const modifiers = `${isBool ? ' bool' : ''}${clause(matching)}${side}`;
      return `(${shape(expr.left)} ${op}${modifiers} ${shape(expr.right)})`;
    }
  }
}

function matcher({ label, op, value }: Matcher): string {
  return `${label}${op}${JSON.stringify(value)}`;
}

function clause(labels?: { mode: string; labels: readonly string[] }): string {
  return labels ? ` ${labels.mode}(${labels.labels.join(',')})` : '';
}

import type { Aggregation, Binary, Call, Expr, Selector, Span } from './ast';
import { partsOf } from './walk';

/** A label that a query expects its series to have, and where it says so. */
export interface LabelUse extends Span {
  readonly label: string;
  readonly by: 'matcher' | 'grouping' | 'matching' | 'function';
}

/** Labels that a query names of the series of one selector. */
export interface SelectorLabels {
  readonly selector: Selector;
  readonly labels: readonly LabelUse[];
}

/**
 * For each selector the labels named by its matchers and by what encloses it, nearest first. What
 * an aggregation has dropped or a function has written is no label of the series any more.
 */
export function labelsUsed(expr: Expr): readonly SelectorLabels[] {
  return visit(expr, []);
}

function visit(expr: Expr, outer: readonly LabelUse[]): readonly SelectorLabels[] {
  switch (expr.kind) {
    case 'selector': {
      const matchers = expr.matchers
        .filter(({ label }) => label !== '__name__')
        .map(({ label, from, to }) => ({ label, by: 'matcher', from, to }) as const);
      return [{ selector: expr, labels: [...matchers, ...outer] }];
    }
    case 'aggregation': {
      const parameter = expr.parameter ? visit(expr.parameter, []) : [];
      return [...parameter, ...visit(expr.of, ofAggregation(expr, outer))];
    }
    case 'binary': {
      const { left, right } = ofBinary(expr, outer);
      return [...visit(expr.left, left), ...visit(expr.right, right)];
    }
    case 'call': {
      const uses = ofCall(expr, outer);
      return expr.args.flatMap((argument) => visit(argument, uses));
    }
    default:
      return partsOf(expr).flatMap((part) => visit(part, outer));
  }
}

function ofAggregation(aggregation: Aggregation, outer: readonly LabelUse[]): readonly LabelUse[] {
  const { op, grouping, parameter } = aggregation;
  const kept = parameter?.kind === 'string' ? without(outer, [parameter.value]) : outer;
  // These answer series as they are.
  if (CHOOSING.has(op)) return [...named(grouping, 'grouping'), ...kept];
  if (!grouping) return [];
  const passing =
    grouping.mode === 'by' ? only(kept, grouping.labels) : without(kept, grouping.labels);
  return [...named(grouping, 'grouping'), ...passing];
}

const CHOOSING = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

function ofBinary(
  { op, matching, group, include = [] }: Binary,
  outer: readonly LabelUse[],
): Record<'left' | 'right', readonly LabelUse[]> {
  const own = named(matching, 'matching');
  // What an answer has of a side that only has to match: the labels that both have.
  const matched = passing(matching, outer);
  const all = [...own, ...outer];
  const some = [...own, ...matched];
  if (op === 'or') return { left: all, right: all };
  if (op === 'and' || op === 'unless') return { left: all, right: some };
  if (!group) return { left: some, right: some };
  const many = [...own, ...without(outer, include)];
  const one = [...some, ...only(outer, include)];
  return group === 'left' ? { left: many, right: one } : { left: one, right: many };
}

function passing(matching: Binary['matching'], uses: readonly LabelUse[]): readonly LabelUse[] {
  if (!matching) return uses;
  return matching.mode === 'on' ? only(uses, matching.labels) : without(uses, matching.labels);
}

/** `label_replace(v, to, value, from, regex)` and `label_join(v, to, separator, from …)`. */
function ofCall({ func, args }: Call, outer: readonly LabelUse[]): readonly LabelUse[] {
  if (func !== 'label_replace' && func !== 'label_join') return outer;
  const [, target] = args;
  const sources = func === 'label_replace' ? args.slice(3, 4) : args.slice(3);
  const read = sources.flatMap((source) =>
    source.kind === 'string'
      ? [{ label: source.value, by: 'function', from: source.from, to: source.to } as const]
      : [],
  );
  return [...read, ...(target?.kind === 'string' ? without(outer, [target.value]) : outer)];
}

function named(
  clause: Aggregation['grouping'] | Binary['matching'],
  by: LabelUse['by'],
): readonly LabelUse[] {
  if (!clause) return [];
  return clause.labels.map((label) => ({ label, by, from: clause.from, to: clause.to }));
}

function only(uses: readonly LabelUse[], labels: readonly string[]): readonly LabelUse[] {
  return uses.filter(({ label }) => labels.includes(label));
}

function without(uses: readonly LabelUse[], labels: readonly string[]): readonly LabelUse[] {
  return uses.filter(({ label }) => !labels.includes(label));
}

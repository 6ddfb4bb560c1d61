import type { SyntaxNode } from '@lezer/common';
import type { LRParser } from '@lezer/lr';

// Its types claim that it is an ES module only; it is both.
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

/** A series that an expression reads, and the labels it expects it to have. */
export interface ReadSeries {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Every series of an expression: labels it is selected by, and those that aggregations keep. */
export function seriesOf(expression: string): ReadSeries[] {
  const found: ReadSeries[] = [];
  const textOf = ({ from, to }: SyntaxNode) => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter: ({ name, node }) => {
      const metric = name === 'VectorSelector' ? node.getChild('Identifier') : null;
      if (!metric) return;
      const kept = aggregationsOver(node).flatMap((each) => within(each, 'GroupingLabels'));
      const labels = [...within(node, 'LabelMatchers'), ...kept].map(textOf);
      found.push({ metric: textOf(metric), labels: [...new Set(labels)] });
    },
  });
  return found;
}

function aggregationsOver(node: SyntaxNode): SyntaxNode[] {
  const modifiers: SyntaxNode[] = [];
  for (let each = node.parent; each; each = each.parent) {
    if (each.name === 'AggregateExpr') modifiers.push(...each.getChildren('AggregateModifier'));
  }
  return modifiers;
}

/** Names of labels in the lists of one kind below a node. */
function within(node: SyntaxNode, list: string): SyntaxNode[] {
  return node
    .getChildren(list)
    .flatMap((each) => [...each.getChildren('LabelName'), ...matched(each)]);
}

function matched(matchers: SyntaxNode): SyntaxNode[] {
  const each = matchers.getChildren('UnquotedLabelMatcher');
  return each.flatMap((matcher) => matcher.getChildren('LabelName'));
}

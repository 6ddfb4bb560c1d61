import type { SyntaxNode } from '@lezer/common';
import type { Aggregation, Binary } from './ast';
import { parseString } from './literals';
import { childrenOf, textOf } from './nodes';
import type { Modifiers } from './precedence';
import { NotShown } from './refused';

/** The operator between two sides with `bool`, `on (…)` and `group_left (…)`. */
export function modifiersOf(binary: SyntaxNode, query: string): Modifiers {
  // `fill (0)` gives a side values that it does not have.
  if (binary.getChild('FillModifier')) throw new NotShown();
  const operator = childrenOf(binary).find(({ type }) => !type.is('Expr')) as SyntaxNode;
  return {
    op: textOf(operator, query).toLowerCase(),
    isBool: binary.getChild('BoolModifier') !== null,
    ...matchingOf(binary.getChild('MatchingModifierClause'), query),
  };
}

function matchingOf(
  clause: SyntaxNode | null,
  query: string,
): Pick<Binary, 'matching' | 'group' | 'include'> {
  if (!clause) return {};
  const [mode, list, group, include] = childrenOf(clause);
  const matching = {
    mode: mode.name === 'On' ? 'on' : 'ignoring',
    labels: labelsOf(list, query),
    from: clause.from,
    to: list.to,
  } as const;
  if (!group) return { matching };
  return {
    matching,
    group: group.name === 'GroupLeft' ? 'left' : 'right',
    ...(include && { include: labelsOf(include, query) }),
  };
}

/** `by (…)` or `without (…)`, before or after what it groups. */
export function groupingOf(clause: SyntaxNode, query: string): Aggregation['grouping'] {
  const [mode, list] = childrenOf(clause);
  return {
    mode: mode.name === 'By' ? 'by' : 'without',
    labels: labelsOf(list, query),
    from: clause.from,
    to: clause.to,
  };
}

function labelsOf(list: SyntaxNode, query: string): string[] {
  return childrenOf(list).map((label) => labelOf(label, query));
}

/** The name of a label, which in quotes may hold any letter. */
export function labelOf(label: SyntaxNode, query: string): string {
  const text = textOf(label, query);
  return label.name === 'QuotedLabelName' ? parseString(text, label.from) : text;
}

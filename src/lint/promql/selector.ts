import type { SyntaxNode } from '@lezer/common';
import type { Matcher, Selector } from './ast';
import { parseString } from './literals';
import { labelOf } from './modifiers';
import { childrenOf, textOf } from './nodes';
import { Refused } from './refused';

/** `name{label="value"}`; the name may also stand in the braces, in quotes or as a label. */
export function selectorOf(node: SyntaxNode, query: string): Selector {
  const names: string[] = [];
  const matchers: Matcher[] = [];
  const identifier = node.getChild('Identifier');
  if (identifier) names.push(textOf(identifier, query));
  const braces = node.getChild('LabelMatchers');
  for (const child of braces ? childrenOf(braces) : []) {
    if (child.name === 'QuotedLabelName') {
      names.push(labelOf(child, query));
      continue;
    }
    const matcher = matcherOf(child, query);
    if (matcher.label === '__name__' && matcher.op === '=' && matcher.value !== '') {
      names.push(matcher.value);
    } else {
      matchers.push(matcher);
    }
  }
  if (names.length > 1) throw new Refused(node, `a second name beside "${names[0]}"`);
  const { from, to } = node;
  return { kind: 'selector', ...(names.length && { name: names[0] }), matchers, from, to };
}

function matcherOf(node: SyntaxNode, query: string): Matcher {
  const [label, op, value] = childrenOf(node);
  return {
    label: labelOf(label, query),
    op: textOf(op, query) as Matcher['op'],
    value: parseString(textOf(value, query), value.from),
    from: node.from,
    to: node.to,
  };
}

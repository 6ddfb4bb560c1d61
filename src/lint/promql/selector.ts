import type { SyntaxNode } from '@lezer/common';
import type { Matcher, Selector } from './ast';
import { parseString } from './literals';
import { labelOf } from './modifiers';
import { childrenOf, textOf } from './nodes';
import { Refused } from './refused';

/** `name{label="value"}`; the name may also stand in the braces, in quotes or as a label. */
export function selectorOf(node: SyntaxNode, query: string): Selector {
  const { from, to } = node;
  const braces = node.getChild('LabelMatchers');
  const inBraces = braces ? childrenOf(braces) : [];
  const [name, ...others] = [
    ...node.getChildren('Identifier').map((identifier) => textOf(identifier, query)),
    ...inBraces.filter(isName).map((quoted) => labelOf(quoted, query)),
  ];
  const matchers = inBraces.filter((child) => !isName(child)).map((one) => matcherOf(one, query));
  const naming = matchers.filter(({ label }) => label === '__name__');
  if (name === undefined) {
    const named = naming.find(({ op, value }) => op === '=' && value !== '');
    const rest = matchers.filter((matcher) => matcher !== named);
    return { kind: 'selector', ...(named && { name: named.value }), matchers: rest, from, to };
  }
  if (naming.length + others.length) throw new Refused(node, `"${name}" is named a second time`);
  return { kind: 'selector', name, matchers, from, to };
}

function isName({ name }: SyntaxNode): boolean {
  return name === 'QuotedLabelName';
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

import type { SyntaxNode } from '@lezer/common';

/** The parts of a node without the comments, which may stand anywhere. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

export function textOf({ from, to }: SyntaxNode, query: string): string {
  return query.slice(from, to);
}

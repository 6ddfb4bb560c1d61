import type { ParsedDocument } from './documents';
import { asMap, text } from './json';

/** What only Helm understands; `{{ $labels.pod }}` of an alert is none of it. */
const ACTION =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:include|template|define|if|range|with|end|else|block|toYaml|fail|required|default|tpl|printf)\b|\$\w+\s*:=|\/\*)/;

/** Actions inside of strings of objects that hold templates of their own are theirs. */
const VALUE = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities)\b|(?:include|tpl|toYaml)\b)/;

/**
 * Whether a file is a template that nobody has rendered: it does not parse for its actions, or
 * one stands where an object that rules read has its values.
 */
export function isTemplate(
  whole: string,
  documents: readonly ParsedDocument[],
  isBroken: boolean,
): boolean {
  if (!whole.includes('{{') || !ACTION.test(whole)) return false;
  return isBroken || documents.some((each) => VALUE.test(each.text) && isJudged(each));
}

function isJudged({ content }: ParsedDocument): boolean {
  const kind = text(asMap(content), 'kind');
  return (
    kind === undefined || !['ConfigMap', 'Secret', 'HelmRelease', 'Application'].includes(kind)
  );
}

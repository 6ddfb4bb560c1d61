import type { ParsedDocument } from './documents';
import { asMap, text } from './json';

/** What only Helm understands; `{{ $labels.pod }}` of an alert is none of it. */
const ACTION =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:include|template|define|if|range|with|end|else|block|toYaml|fail|required|default|tpl|printf)\b|\$\w+\s*:=|\/\*)/;

/**
 * Whether a file is a template that nobody has rendered. A ConfigMap may hold one as text: then
 * all of the file is YAML and each action is inside of such data.
 */
export function isTemplate(
  whole: string,
  documents: readonly ParsedDocument[],
  isBroken: boolean,
): boolean {
  if (!whole.includes('{{') || !ACTION.test(whole)) return false;
  if (isBroken) return true;
  return documents.some((each) => ACTION.test(each.text) && !holdsText(each));
}

function holdsText({ content }: ParsedDocument): boolean {
  return ['ConfigMap', 'Secret'].includes(text(asMap(content), 'kind') ?? '');
}

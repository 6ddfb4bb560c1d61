import type { Problem } from '../../src/lint/finding';
import type { Rule } from '../../src/lint/rule';
import type { JsonObject, ManifestObject } from '../../src/lint/view/place';
import type { LintView } from '../../src/lint/view/view';

/** An object as a reader finds it in a file. */
export function objectOf(content: JsonObject, file = 'a.yaml', document = 0): ManifestObject {
  const { name = '', namespace = 'serving' } = (content.metadata ?? {}) as Record<string, string>;
  return {
    file,
    document,
    within: [],
    apiVersion: String(content.apiVersion ?? 'v1'),
    kind: String(content.kind ?? 'ScaledObject'),
    name,
    namespace,
    content,
  };
}

/** A view in which only the objects count. */
export function viewOf(...objects: readonly ManifestObject[]): LintView {
  return { objects, services: [], scalers: [], quotas: [], nodePools: [], site: {} };
}

/** A rule that says what it is told to. */
export function ruleOf(
  id: string,
  check: (view: LintView) => readonly Problem[],
  rest: Partial<Rule> = {},
): Rule {
  return {
    id,
    name: `rule-${id.toLowerCase()}`,
    severity: 'error',
    sentence: 'It holds',
    why: 'It breaks otherwise',
    fix: 'mend it',
    source: 'measured',
    check,
    ...rest,
  };
}

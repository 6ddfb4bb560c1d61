import type { Matcher, Selector } from '../promql/ast';

/** Labels that tell series of one metric and pod apart. */
const WITHIN = new Set(
  'le quantile reason finished_reason sleep_state source err condition phase status code'.split(
    ' ',
  ),
);

/** Labels that all services of a cluster share. */
const SHARED = new Set(
  'cluster cluster_name region environment env prometheus tenant endpoint engine'.split(' '),
);

export function isWithin({ label }: Matcher): boolean {
  return WITHIN.has(label);
}

/** How far the matchers of a selector narrow it: to a service, to a namespace, or not at all. */
export type Scope = 'service' | 'namespace' | 'cluster';

export function scopeOf({ matchers }: Selector): Scope {
  const narrowing = matchers.filter(
    ({ label, op, value }) =>
      !WITHIN.has(label) &&
      !SHARED.has(label) &&
      (op === '=' || op === '=~') &&
      !['', '.*', '.+'].includes(value),
  );
  const isNamespace = ({ label }: Matcher): boolean =>
    ['namespace', 'kubernetes_namespace', 'exported_namespace'].includes(label);
  if (narrowing.some((matcher) => !isNamespace(matcher))) return 'service';
  return narrowing.length > 0 ? 'namespace' : 'cluster';
}

/** Another service that the same Prometheus scrapes. */
export interface Neighbour {
  /** Where it runs: it is seen by selectors that are no narrower. */
  readonly in: Exclude<Scope, 'service'>;
}

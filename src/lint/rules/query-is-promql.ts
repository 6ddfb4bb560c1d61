import type { Problem } from '../finding';
import { parsePromql } from '../promql/parse';
import type { Rule } from '../rule';
import { withoutTemplates } from '../signal/scaling-query';
import type { TriggerView } from '../view/scaler-view';

export const queryIsPromql: Rule = {
  id: 'R72',
  name: 'query-is-promql',
  severity: 'error',
  sentence: 'A query of a Prometheus trigger is PromQL.',
  why: 'Prometheus answers 400 to what it cannot parse, and nothing of a manifest is checked against it when it is applied: the trigger fails at every look, and scaling stands still.',
  fix: 'correct the query; promtool or the expression browser of Prometheus shows what it reads',
  source: 'the grammar of Prometheus (@prometheus-io/lezer-promql) and its functions.go',
  check: (view) => view.scalers.flatMap(({ triggers }) => triggers.flatMap(problems)),
};

/** VictoriaMetrics reads more than PromQL. */
const OTHER_LANGUAGE = /victoria|vmselect|vmsingle|:84(28|29|81)\b/i;

function problems({ query, serverAddress }: TriggerView): Problem[] {
  if (!query || OTHER_LANGUAGE.test(serverAddress?.value ?? '')) return [];
  return parsePromql(withoutTemplates(query.value)).errors.map(({ from, to, because }) => {
    const words = query.value.slice(from, Math.max(to, from + 1)).trim();
    const where = words === '' ? 'at its end' : `at "${words.slice(0, 40)}"`;
    return { ...query, words, message: `the query is not PromQL ${where}: ${because}` };
  });
}

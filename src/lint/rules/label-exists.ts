import type { ForeignMetric } from '../../engines/foreign-metric';
import { knownName } from '../../engines/metric-registry';
import type { Problem } from '../finding';
import type { Selector } from '../promql/ast';
import type { Rule } from '../rule';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';

/** What people write for the label of the model. */
const SLIPS = new Set([
  'model',
  'model_id',
  'modelname',
  'modelName',
  'model-name',
  'served_model_name',
]);

export const labelExists: Rule = {
  id: 'R2',
  name: 'label-exists',
  severity: 'error',
  sentence: 'Matchers of a trigger name labels that the metric has.',
  why: 'A matcher on a label that a series does not carry excludes it: the query answers with nothing at any load, and the trigger is silent.',
  fix: "match 'model_name', the label of vLLM and SGLang",
  source:
    'vllm/v1/metrics/loggers.py; vllm-project/production-stack 0.1.12; llm-d/llm-d-benchmark#1611',
  check: (view) =>
    scalingQueries(view).flatMap((query) =>
      query.selectors.flatMap((selector) => problems(query, selector)),
    ),
};

function problems(query: ScalingQuery, selector: Selector): Problem[] {
  const found = selector.name === undefined ? undefined : knownName(selector.name);
  if (found?.kind !== 'metric' || !found.metric.labels.includes('model_name')) return [];
  const { metric } = found;
  return selector.matchers
    .filter(({ label, op, value }) => isSlip(label, metric, query) && picks(op, value))
    .map(({ label, op, value }) => ({
      ...query.query,
      message: `"${metric.name}" has no label "${label}" (it has ${metric.labels.join(', ')}): ${label}${op}"${value}" matches no series, so the query answers with nothing`,
      fix: `write model_name${op}"${value}"`,
    }));
}

/** Labels of pods can become labels of targets, and so of series. */
function isSlip(label: string, metric: ForeignMetric, { service }: ScalingQuery): boolean {
  const podLabels = service?.pods.flatMap(({ labels }) => Object.keys(labels)) ?? [];
  return SLIPS.has(label) && !metric.labels.includes(label) && !podLabels.includes(label);
}

function picks(op: string, value: string): boolean {
  return (op === '=' && value !== '') || (op === '=~' && !['', '.*'].includes(value));
}

import type { ForeignMetric } from '../../engines/foreign-metric';
import { knownName } from '../../engines/metric-registry';
import type { Problem } from '../finding';
import type { Selector } from '../promql/ast';
import type { Rule } from '../rule';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import type { ServiceView } from '../view/view';

/** What people write for the label of the model. */
const SLIPS = new Set([
  'model',
  'model_id',
  'modelname',
  'modelName',
  'model-name',
  'served_model_name',
]);

/** Labels of workloads, which only a relabelling of one's own puts on series. */
const RELABELLED = new Set(['deployment', 'deployment_name', 'statefulset']);

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
    .filter(({ label, op, value }) => picks(op, value) && isMissing(label, metric, query.service))
    .map(({ label, op, value }) => ({
      ...query.query,
      words: label,
      message: `"${metric.name}" has no label "${label}" (it has ${metric.labels.join(', ')}): ${label}${op}"${value}" matches no series, so the query answers with nothing`,
      ...(SLIPS.has(label)
        ? { fix: `write model_name${op}"${value}"` }
        : {
            severity: 'warning' as const,
            fix: 'match pod=~"…" or model_name, or relabel it in the monitor',
          }),
    }));
}

function isMissing(label: string, metric: ForeignMetric, service?: ServiceView): boolean {
  const isSuspect = SLIPS.has(label) || RELABELLED.has(label);
  return isSuspect && !metric.labels.includes(label) && !isCopied(label, service);
}

/** Monitors name the labels of pods that they put on series; other scrapers may take them all. */
function isCopied(label: string, service: ServiceView | undefined): boolean {
  const monitors = service?.monitors.filter(({ kind }) => kind !== 'annotation') ?? [];
  if (monitors.length > 0) {
    return monitors.some(({ object }) => JSON.stringify(object.content).includes(`"${label}"`));
  }
  return service?.pods.some(({ labels }) => Object.hasOwn(labels, label)) ?? false;
}

function picks(op: string, value: string): boolean {
  return (op === '=' && value !== '') || (op === '=~' && !['', '.*'].includes(value));
}

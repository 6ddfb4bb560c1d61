import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isDivided } from '../signal/division';
import { quantityKind } from '../signal/kind';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import type { ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

export const cacheUseIsNotAlone: Rule = {
  id: 'R71',
  name: 'cache-use-is-not-alone',
  severity: 'warning',
  sentence: 'The use of the KV cache is not the only reason to grow.',
  why: 'A cache is at most full: however many wait, a trigger on its use asks for no more than one part in its threshold, and the next step comes when those replicas have loaded.',
  fix: 'add a trigger on requests in flight, with a target of one replica, and keep this one as a second',
  source:
    'kubernetes pkg/controller/podautoscaler/replica_calculator.go; vllm/v1/metrics/loggers.py',
  check: (view) => view.scalers.flatMap((scaler) => problems(view, scaler)),
};

function problems(view: LintView, scaler: ScalerView): Problem[] {
  const queries = scalingQueries(view).filter((query) => query.scaler === scaler);
  const [query] = queries;
  if (!query || queries.length < scaler.triggers.length || !queries.every(isCacheAlone)) return [];
  const threshold = Math.min(...queries.map(({ trigger }) => trigger.threshold?.value ?? 1));
  const from = Math.max(1, scaler.minReplicas.value);
  const steps = stepsUpTo(scaler.maxReplicas.value, from, threshold);
  if (threshold <= 0 || steps.length < 3) return [];
  const coldStart = Math.round(query.model.coldStartSeconds);
  return [
    {
      ...query.query,
      message: `the cache is at most full, so growth is 1/${threshold} a cold start of ${coldStart} s: from ${from} to ${steps.at(-1)} replicas takes ${steps.length - 1} of them, whatever waits`,
      arithmetic: {
        columns: ['cold starts', ...steps.slice(0, 6).map((_, index) => String(index))],
        rows: [['replicas', ...steps.slice(0, 6)]],
      },
    },
  ];
}

/** What is dead under AverageValue has a rule of its own. */
function isCacheAlone(query: ScalingQuery): boolean {
  const { signals, trigger, expr } = query;
  const isCache = signals.size === 1 && signals.has('kvCacheUsage');
  const isValue = trigger.metricType.value === 'Value';
  return isCache && !isDivided(expr) && (isValue || quantityKind(query) === 'total');
}

function stepsUpTo(max: number, from: number, threshold: number): number[] {
  const steps = [from];
  while (steps[steps.length - 1] < max && steps.length < 20) {
    const last = steps[steps.length - 1];
    const next = Math.min(max, Math.ceil(last / threshold));
    if (next <= last) break;
    steps.push(next);
  }
  return steps;
}

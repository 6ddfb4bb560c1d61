import { knownName } from '../../engines/metric-registry';
import type { Expr, Selector } from '../promql/ast';
import { valueParts } from '../promql/value-parts';
import { partsOf, selectorsOf } from '../promql/walk';

/** Counts of requests or tokens: what a fleet has is their sum. */
const COUNTED = new Set(['running', 'waiting', 'waitingByReason', 'requestSuccess']);
const TOKENS = new Set(['promptTokens', 'generationTokens']);

/** Whether a query divides what adds up over pods by the number of pods, or takes one pod's part. */
export function isDivided(expr: Expr): boolean {
  const values = valueParts(expr);
  const counts = values.some((part) =>
    selectorsOf(part).some(({ selector }) => isCounted(selector)),
  );
  return counts && values.flatMap(everyPart).some(dividesByPods);
}

function dividesByPods(part: Expr): boolean {
  if (part.kind === 'aggregation') return ['avg', 'max', 'min', 'quantile'].includes(part.op);
  return part.kind === 'binary' && part.op === '/' && countsPods(part.right);
}

function countsPods(expr: Expr): boolean {
  return everyPart(expr).some(
    (part) =>
      (part.kind === 'aggregation' && part.op === 'count') ||
      (part.kind === 'selector' && /^(up$|kube_)/.test(part.name ?? '')),
  );
}

function isCounted({ name }: Selector): boolean {
  const found = name === undefined ? undefined : knownName(name);
  const signal = found?.kind === 'metric' ? found.metric.signal : undefined;
  return signal !== undefined && (COUNTED.has(signal) || TOKENS.has(signal));
}

function everyPart(expr: Expr): Expr[] {
  return [expr, ...partsOf(expr).flatMap(everyPart)];
}

import { knownName } from '../../engines/metric-registry';
import type { Expr } from '../promql/ast';
import { functionOn, selectorsOf } from '../promql/walk';

const OF_COUNTERS = ['rate', 'irate', 'increase'];

/** Gauges of which a query takes the rate, as if they were counters. */
export function gaugeRates(expr: Expr): { readonly name: string; readonly func: string }[] {
  return selectorsOf(expr).flatMap((use) => {
    const { name } = use.selector;
    const found = name === undefined ? undefined : knownName(name);
    const func = functionOn(use);
    if (found?.kind !== 'metric' || found.metric.type !== 'gauge' || func === undefined) return [];
    return OF_COUNTERS.includes(func) ? [{ name: found.metric.name, func }] : [];
  });
}

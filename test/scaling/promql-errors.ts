import type { LRParser } from '@lezer/lr';
import type { PlanAnswer } from '../../src/capacity/answer';
import { must } from '../plan/requests';

// Its types claim that it is an ES module only; it is both.
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

/** Places where an expression is not PromQL. */
export function promqlErrors(expression: string): string[] {
  const places: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from }) => {
      if (type.isError) places.push(expression.slice(from, from + 20));
    },
  });
  return places;
}

/** Every expression of a plan. */
export function expressions({ scaling, alerts }: PlanAnswer): string[] {
  const { signals, recordings } = must(scaling);
  return [
    ...signals.map(({ query }) => query),
    ...recordings.map(({ expression }) => expression),
    ...alerts.map(({ expression }) => expression),
  ];
}

import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { ask } from '../signal/ask';
import { fleetState } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { scopeOf } from '../signal/scope';
import { rounded } from '../signal/shown';

export const queryIsScoped: Rule = {
  id: 'R52',
  name: 'query-is-scoped',
  severity: 'warning',
  sentence: 'A query counts the service that it scales, and no other.',
  why: 'Without a matcher on namespace and service a query adds up every engine that this Prometheus scrapes: staging, other teams, other models. Their load then scales this service.',
  fix: 'match the namespace and the service, by model_name, pod or a label of the target',
  source:
    'kubernetes-sigs/gateway-api-inference-extension; Prometheus federation; measured: 478 instead of 450 with one more namespace',
  check: (view) => scalingQueries(view).flatMap(problems),
};

/** An ordinary hour, and one in which requests wait. */
const MOMENTS = [{ load: 0.5 }, { load: 1.2, lastsSeconds: 60 }] as const;

function problems(query: ScalingQuery): Problem[] {
  const { question, model } = query;
  if (!question || !query.selectors.some((selector) => scopeOf(selector) === 'cluster')) return [];
  const read = MOMENTS.map((moment) => {
    const state = fleetState(model, { replicas: 4, ...moment });
    return { alone: ask(question, state), beside: ask(question, state, { in: 'cluster' }) };
  });
  // What only asks whether anything is seen at all may look at the whole cluster.
  const changed = read.find(
    ({ alone, beside }) => JSON.stringify(alone) !== JSON.stringify(beside),
  );
  const { alone, beside } = changed ?? read[0];
  if (alone.kind === 'unknown' || beside.kind === 'unknown') return [];
  const isRead = alone.kind === 'replicas' && beside.kind === 'replicas';
  if (isRead && !changed) return [];
  return [
    {
      ...query.query,
      message:
        'nothing in the query names this service: it also reads every other engine that this Prometheus scrapes, and their load scales this one',
      ...(isRead && {
        arithmetic: {
          columns: ['services scraped', 'value read', 'asks for'],
          rows: [
            [1, rounded(alone.value), alone.replicas],
            [2, rounded(beside.value), beside.replicas],
          ],
        },
      }),
    },
  ];
}

import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { ask } from '../signal/ask';
import { fleetState } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';

export const blindIsNotIdle: Rule = {
  id: 'R4',
  name: 'blind-is-not-idle',
  severity: 'error',
  sentence: 'A trigger reads 0 when nobody asks, and nothing when nothing can be seen.',
  why: 'KEDA reads an empty answer, NaN and infinity as 0 unless "ignoreNullValues" is "false": an outage of Prometheus or of its scrapes then looks like an idle night, and the fleet is taken down under load. The other way round a percentile is NaN when nobody asks: as an error it keeps the fleet up all night.',
  fix: 'set ignoreNullValues: "false" and a fallback with behavior currentReplicasIfHigher and replicas = minReplicaCount',
  source: 'kedacore/keda#3065; pkg/scalers/prometheus_scaler.go; measured with KEDA 2.21',
  check: (view) => scalingQueries(view).flatMap((query) => [...blind(query), ...idle(query)]),
};

/** A fleet in its ordinary day; it may not be at its minimum, or there is nothing to lose. */
const REPLICAS = 4;

function blind({ question, model, scaler, trigger, query }: ScalingQuery): Problem[] {
  const { minReplicas, maxReplicas } = scaler;
  if (!question || scaler.kind !== 'keda' || minReplicas.value >= maxReplicas.value) return [];
  const replicas = Math.max(REPLICAS, minReplicas.value + 1);
  const seen = ask(question, fleetState(model, { replicas, load: 0.8 }));
  const unseen = ask(question, fleetState(model, { replicas, load: 0.8, unscraped: replicas }));
  if (seen.kind !== 'replicas' || unseen.kind !== 'replicas' || seen.value <= unseen.value) {
    return [];
  }
  const isQuery = trigger.ignoreNullValues?.value === false;
  return [
    {
      ...(isQuery ? query : (trigger.ignoreNullValues ?? trigger)),
      message: `when no pod can be scraped this reads ${unseen.value} instead of nothing: the fleet goes to its minimum of ${minReplicas.value} during an outage of the metrics`,
      arithmetic: {
        columns: ['metrics', 'value read', 'replicas', 'asks for'],
        rows: [
          ['seen', round(seen.value), replicas, seen.replicas],
          ['lost', unseen.value, replicas, Math.max(unseen.replicas, minReplicas.value)],
        ],
      },
      ...(isQuery && { fix: 'drop "or vector(0)": let the query answer with nothing' }),
    },
  ];
}

function idle({ question, model, scaler, query }: ScalingQuery): Problem[] {
  if (!question || scaler.kind !== 'keda') return [];
  const answer = ask(question, fleetState(model, { replicas: REPLICAS, load: 0 }));
  if (answer.kind !== 'error' || answer.because !== 'not-a-number') return [];
  return [
    {
      ...query,
      severity: 'warning',
      message:
        'when nobody asks this is NaN, which is an error with ignoreNullValues "false": no trigger can take replicas away then, and the fleet stays up all night',
      fix: 'say what idle is: ( … >= 0) or 0 * sum(vllm:num_requests_running{…})',
    },
  ];
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

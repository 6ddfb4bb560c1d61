import type { Problem } from '../finding';
import type { Expr } from '../promql/ast';
import type { Rule } from '../rule';
import { type Asked, ask } from '../signal/ask';
import { fleetState, type Load } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { rounded } from '../signal/shown';
import type { TriggerView } from '../view/scaler-view';

export const blindIsNotIdle: Rule = {
  id: 'R4',
  name: 'blind-is-not-idle',
  severity: 'error',
  sentence: 'A trigger reads 0 when nobody asks, and nothing when nothing can be seen.',
  why: 'KEDA reads an empty answer, NaN and infinity as 0 unless "ignoreNullValues" is "false": an outage of Prometheus or of its scrapes then looks like an idle night, and the fleet is taken down under load. The other way round a percentile is NaN when nobody asks: as an error it keeps the fleet up all night.',
  fix: 'set ignoreNullValues: "false" and a fallback with behavior currentReplicasIfHigher and replicas = minReplicaCount',
  source: 'kedacore/keda#3065; pkg/scalers/prometheus_scaler.go; measured with KEDA 2.21',
  check: (view) =>
    scalingQueries(view).flatMap((query) =>
      query.question ? [...blind(query), ...idle(query)] : unasked(query),
    ),
};

type Read = Extract<Asked, { kind: 'replicas' }>;

interface Lost {
  readonly replicas: number;
  /** The query itself answers with a number: no setting of the trigger changes that. */
  readonly isStrict: boolean;
  readonly seen: Read;
  readonly unseen: Read;
}

/** A fleet above its minimum, or there is nothing to lose; a query without a sum reads one pod. */
const REPLICAS = 4;

/** An ordinary day; where that shows nothing, as of a queue, one in which requests wait. */
const DAYS = [{ load: 0.8 }, { load: 1.2, lastsSeconds: 60 }] as const;

function blind(scaling: ScalingQuery): Problem[] {
  const { scaler, trigger, query } = scaling;
  const { minReplicas, maxReplicas } = scaler;
  if (scaler.kind !== 'keda' || minReplicas.value >= maxReplicas.value) return [];
  const fleets = [Math.max(REPLICAS, minReplicas.value + 1), 1];
  const [lost] = fleets.flatMap((replicas) =>
    DAYS.flatMap((day) => lostSight(scaling, { ...day, replicas })),
  );
  if (!lost) return [];
  const { replicas, seen, unseen } = lost;
  const isQuery = lost.isStrict;
  const bounded = (asked: number): number =>
    Math.min(Math.max(asked, minReplicas.value), maxReplicas.value);
  return [
    {
      ...(isQuery ? query : (trigger.ignoreNullValues ?? trigger)),
      message: `when no pod can be scraped this reads ${unseen.value} instead of nothing: an outage of the metrics takes the fleet to its minimum of ${minReplicas.value}, as fast as its behavior allows`,
      arithmetic: {
        columns: ['metrics', 'value read', 'replicas', 'asks for'],
        rows: [
          ['seen', rounded(seen.value), replicas, bounded(seen.replicas)],
          ['lost', unseen.value, replicas, bounded(unseen.replicas)],
        ],
      },
      ...(isQuery && {
        fix: ANYWAY,
      }),
    },
  ];
}

function lostSight({ question, model }: ScalingQuery, load: Load): Lost[] {
  if (!question) return [];
  const seen = ask(question, fleetState(model, load));
  const unseen = ask(question, fleetState(model, { ...load, unscraped: load.replicas }));
  const isLost =
    seen.kind === 'replicas' && unseen.kind === 'replicas' && seen.value > unseen.value;
  if (!isLost) return [];
  const strict = { ...question.trigger, ignoreNullValues: { ...question.trigger, value: false } };
  const unasked = ask(
    { ...question, trigger: strict },
    fleetState(model, { ...load, unscraped: load.replicas }),
  );
  return [{ replicas: load.replicas, isStrict: unasked.kind === 'replicas', seen, unseen }];
}

function idle({ question, model, scaler, query }: ScalingQuery): Problem[] {
  if (!question || scaler.kind !== 'keda') return [];
  const answer = ask(question, fleetState(model, { replicas: REPLICAS, load: 0 }));
  if (answer.kind !== 'error' || !['not-a-number', 'empty'].includes(answer.because)) return [];
  const busy = ask(question, fleetState(model, { replicas: REPLICAS, load: 0.8 }));
  if (busy.kind !== 'replicas') return [];
  const what = answer.because === 'empty' ? 'empty, as a comparison drops the 0' : 'NaN';
  return [
    {
      ...query,
      severity: 'warning',
      message: `when nobody asks this is ${what}, which is an error with ignoreNullValues "false": no trigger can take replicas away then, and the fleet stays up all night`,
      fix: 'say what idle is: ( … >= 0) or 0 * sum(vllm:num_requests_running{…})',
    },
  ];
}

const ANYWAY =
  'drop what answers without the metric, such as "or vector(0)", and set ignoreNullValues: "false" with a fallback of currentReplicasIfHigher';

/** The largest wish counts, and one that fails takes nobody away. */
function isHolding({ query, ignoreNullValues }: TriggerView): boolean {
  return query !== undefined && ignoreNullValues?.value === false;
}

/** `… or vector(0)` */
function answersAnyway(expr: Expr): boolean {
  if (expr.kind === 'call') return expr.func === 'vector';
  if (expr.kind === 'aggregation' || expr.kind === 'unary') return answersAnyway(expr.of);
  return expr.kind === 'binary' && expr.op === 'or' && answersAnyway(expr.right);
}

/** What a query means is not known, and what KEDA makes of nothing is. */
function unasked({ scaler, trigger, expr, query }: ScalingQuery): Problem[] {
  const { minReplicas, maxReplicas, formula } = scaler;
  const isStrict = trigger.ignoreNullValues?.value === false;
  if (scaler.kind !== 'keda' || minReplicas.value >= maxReplicas.value) return [];
  if (scaler.triggers.some((other) => other !== trigger && isHolding(other))) return [];
  if (answersAnyway(expr)) {
    const message = 'when the metric is lost the query still answers, with the vector after "or"';
    const place = { ...query, severity: 'warning' as const };
    return [{ ...place, message: `${message}: KEDA takes an outage for no load`, fix: ANYWAY }];
  }
  if (isStrict) return [];
  const what = formula
    ? 'the formula takes it for no load'
    : `the fleet goes to its minimum of ${minReplicas.value}`;
  return [
    {
      ...(trigger.ignoreNullValues ?? trigger),
      severity: 'warning',
      message: `when the metric is lost the query is empty, which KEDA reads as 0: ${what}`,
    },
  ];
}

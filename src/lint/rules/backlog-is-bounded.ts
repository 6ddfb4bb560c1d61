import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { type Growth, growth } from '../signal/growth';
import type { PlayedQuery } from '../signal/played-query';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { assuming } from '../signal/shown';
import type { ScalerView } from '../view/scaler-view';
import type { ServiceView } from '../view/view';

export const backlogIsBounded: Rule = {
  id: 'R30',
  name: 'backlog-is-bounded',
  severity: 'warning',
  sentence: 'What waits during one cold start does not ask for a fleet of its own.',
  why: 'New replicas help only after their cold start, and until then the queue, or a latency that holds the wait, grows without end. A trigger that reads it asks for many times what the load needs, and the replicas come when the backlog is nearly gone.',
  fix: 'bound what waits: clamp_max(sum(vllm:num_requests_waiting{…}), …), and bound growth by behavior.scaleUp with a period of one cold start',
  source:
    'vllm-project/aibrix#2670; llm-d queue guard; simulated with the arithmetic of kubernetes pkg/controller/podautoscaler',
  check: (view) =>
    scalingQueries(view).flatMap((query) => {
      const grown = grownBy(query);
      return grown && runsAway(grown) ? [problem(query, grown)] : [];
    }),
};

/** A quarter more than the fleet can answer. */
export const SURGE = 1.25;

/** Nothing where the maximum leaves no room to run away in, or a plan is made for such growth. */
export function grownBy(query: ScalingQuery): Growth | undefined {
  const { question, model, scaler, service } = query;
  const from = Math.max(2, scaler.minReplicas.value);
  if (!question || scaler.maxReplicas.value < 2 * from || isSlowest(scaler)) return undefined;
  const { minReplicas, maxReplicas, behavior } = scaler;
  const { metricType, threshold, ignoreNullValues } = query.trigger;
  const numbers = [minReplicas, maxReplicas, behavior, metricType, threshold, ignoreNullValues];
  const key = JSON.stringify([scaler.kind, ...numbers.map((one) => one?.value)]);
  const all = known.get(question.query) ?? new Map<string, Growth | undefined>();
  known.set(question.query, all);
  const grown = all.has(key) ? all.get(key) : growth(question, model, from, SURGE);
  all.set(key, grown);
  return grown && grown.reached - from > plannedGrowth(service) ? grown : undefined;
}

/** An HPA takes no longer period: a longer cold start sees several, and nothing can be done. */
const LONGEST_PERIOD_SECONDS = 1800;

function isSlowest({ behavior }: ScalerView): boolean {
  const policies = behavior.value.scaleUp?.policies ?? [];
  return (
    policies.length > 0 &&
    policies.every(({ periodSeconds }) => periodSeconds >= LONGEST_PERIOD_SECONDS)
  );
}

/** Two rules judge the growth of one trigger, and services of one template grow alike. */
const known = new WeakMap<PlayedQuery, Map<string, Growth | undefined>>();

/** What our own plan adds in one cold start, as the load that it was asked for ramps. */
function plannedGrowth(service: ServiceView | undefined): number {
  const policies = service?.plan?.scaling?.behavior.scaleUp.policies ?? [];
  return policies.find(({ type }) => type === 'Pods')?.value ?? 0;
}

/** More than double the fleet within one cold start, and twice what the load needs. */
export function runsAway({ from, needed, reached, asked }: Growth): boolean {
  return reached > 2 * from && reached >= 2 * needed && asked >= 2 * needed;
}

function problem(query: ScalingQuery, grown: Growth): Problem {
  const { from, needed, reached, asked, waiting, seconds } = grown;
  return {
    ...query.query,
    message: `${needed} replicas would hold this target under ${SURGE} times what ${from} can answer; but after one cold start ${waiting} requests wait, and the trigger asks for ${asked}: ${reached} are started${assuming(query)}`,
    arithmetic: {
      columns: ['replicas', 'needed', 'cold start s', 'waiting', 'asks for', 'started'],
      rows: [[from, needed, Math.round(seconds), waiting, asked, reached]],
    },
  };
}

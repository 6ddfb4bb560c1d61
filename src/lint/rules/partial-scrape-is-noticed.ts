import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { type Asked, ask } from '../signal/ask';
import { fleetState } from '../signal/fleet-state';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { rounded } from '../signal/shown';

export const partialScrapeIsNoticed: Rule = {
  id: 'R66',
  name: 'partial-scrape-is-noticed',
  severity: 'info',
  sentence: 'A total over half of the pods is not taken for the whole.',
  why: 'When a zone or some targets cannot be scraped a sum still answers, with less: the fleet is made smaller while its load is the same. No setting of KEDA sees that.',
  fix: 'guard the query: … and (count(vllm:num_requests_running{…}) >= 0.9 * sum(kube_pod_status_ready{condition="true",…}))',
  source: 'measured with Prometheus 3.16 and KEDA 2.21: 10 → 5 replicas in 15 s',
  check: (view) => scalingQueries(view).flatMap(problems),
};

const REPLICAS = 6;

/** From all that a fleet can answer down to a quiet hour. */
const LOADS = [1, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1];

function problems({ question, model, scaler, query }: ScalingQuery): Problem[] {
  if (!question || scaler.minReplicas.value >= scaler.maxReplicas.value) return [];
  const asked = (load: number, unscraped: number): Asked =>
    ask(question, fleetState(model, { replicas: REPLICAS, load, unscraped }));
  // The most that leaves the fleet as it is.
  const load = LOADS.find((each) => {
    const answer = asked(each, 0);
    return answer.kind === 'replicas' && answer.replicas <= REPLICAS;
  });
  const [whole, half] = [asked(load ?? 0, 0), asked(load ?? 0, REPLICAS / 2)];
  if (whole.kind !== 'replicas' || half.kind !== 'replicas') return [];
  if (half.replicas >= whole.replicas) return [];
  return [
    {
      ...query,
      message: `with half of ${REPLICAS} pods scraped this asks for ${half.replicas} replicas instead of ${whole.replicas}, under the same load`,
      arithmetic: {
        columns: ['pods scraped', 'value read', 'asks for'],
        rows: [
          [REPLICAS, rounded(whole.value), whole.replicas],
          [REPLICAS / 2, rounded(half.value), half.replicas],
        ],
      },
    },
  ];
}

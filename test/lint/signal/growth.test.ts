import { growth } from '../../../src/lint/signal/growth';
import { queryOf, type Trigger } from './queries';

const running = 'sum(vllm:num_requests_running{namespace="serving",model_name="m"})';
const waiting = 'sum(vllm:num_requests_waiting{namespace="serving",model_name="m"})';

/** Four replicas of 100 slots meet a quarter more than they can answer, for 300 s. */
function grown(trigger: Partial<Trigger>) {
  const query = queryOf({
    query: `${running} + ${waiting}`,
    threshold: '100',
    max: 100,
    ...trigger,
  });
  return query.question && growth(query.question, query.model, 4, 1.25);
}

test('a backlog of one cold start asks for ten times what the load needs', () => {
  // 400 slots answer 43.5 requests/s; 10.9 more a second are 3,261 after 300 s. The last two of 37
  // are within the tolerance of the HPA.
  expect(grown({})).toEqual({
    from: 4,
    needed: 5,
    reached: 35,
    asked: 35,
    waiting: 3261,
    seconds: 300,
  });
});

test('what is counted of a backlog bounds what it asks for', () => {
  expect(grown({ query: `${running} + clamp_max(${waiting}, 200)` })).toMatchObject({
    needed: 5,
    reached: 6,
    asked: 6,
  });
});

test('policies bound what is started, not what is asked for', () => {
  const policies = [{ type: 'Percent', value: 100, periodSeconds: 301 }];
  expect(grown({ behavior: { scaleUp: { policies } } })).toMatchObject({ reached: 8, asked: 37 });
});

test('a latency that holds the wait asks for the maximum', () => {
  const query =
    'histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket{namespace="serving"}[2m])))';
  expect(grown({ query, threshold: '0.5', metricType: 'Value' })).toMatchObject({ reached: 100 });
});

test('nothing is said of a query with a metric that nobody knows', () => {
  expect(grown({ query: 'sum(acme_queue_length)' })).toBeUndefined();
});

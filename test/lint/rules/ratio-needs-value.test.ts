import { readObjects } from '../../../src/lint/read/read';
import { ratioNeedsValue } from '../../../src/lint/rules/ratio-needs-value';
import type { JsonObject } from '../../../src/lint/view/place';
import { type Trigger, viewOf } from '../signal/queries';

const S = '{namespace="serving",model_name="m"}';
const ttft = `histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket${S}[2m])))`;

function found(trigger: Partial<Trigger>) {
  return ratioNeedsValue.check(viewOf({ query: '', threshold: '0.85', ...trigger }));
}

test('the share of a full cache never asks for more than two, whatever runs', () => {
  const [{ message, arithmetic }] = found({ query: `avg(vllm:kv_cache_usage_perc${S})` });
  expect(message).toContain('2 at most, so it can never take the service beyond 2');
  expect(arithmetic).toEqual({
    columns: ['replicas', 'load', 'waiting each', 'value read', 'asks for'],
    rows: [2, 6, 20].map((replicas) => [replicas, '1.5×', 1630, 1, 2]),
  });
});

test('where two are the maximum it is enough today', () => {
  const problems = found({ query: `avg(vllm:kv_cache_usage_perc${S})`, min: 1, max: 2 });
  expect(problems).toMatchObject([{ severity: 'warning' }]);
});

test('a latency asks for fewer than run in the middle of a breach', () => {
  const [{ message }] = found({ query: `1000 * ${ttft}`, threshold: '400' });
  expect(message).toContain('fewer than run in the middle of a breach');
});

test.each([
  [`avg(vllm:kv_cache_usage_perc${S})`, '0.85', 'Value'],
  [ttft, '0.5', 'Value'],
  [`sum(vllm:kv_cache_usage_perc${S})`, '0.85', 'AverageValue'],
  [`sum(vllm:num_requests_running${S})`, '80', 'AverageValue'],
  // The share of one replica has a rule of its own.
  [`avg(vllm:num_requests_running${S})`, '80', 'AverageValue'],
])('%s of %s by %s is right here', (query, threshold, metricType) => {
  expect(found({ query, threshold, metricType })).toEqual([]);
});

test('a total under Value multiplies itself', () => {
  const query = `sum(vllm:num_requests_running${S})`;
  const problems = found({ query, threshold: '80', metricType: 'Value' });
  expect(problems).toMatchObject([{ severity: 'warning' }]);
  expect(problems[0].message).toContain('the larger the fleet');
});

/** One metric of an HPA, as an adapter gives it. */
function ofAdapter(metric: JsonObject): number {
  const hpa = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'chat' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
      maxReplicas: 8,
      metrics: [metric],
    },
  };
  return ratioNeedsValue.check(readObjects([hpa], 'hpa.yaml').view).length;
}

test('an average over pods is what type Pods means', () => {
  const target = { type: 'AverageValue', averageValue: '800m' };
  expect(
    ofAdapter({ type: 'Pods', pods: { metric: { name: 'vllm_kv_cache_usage_perc' }, target } }),
  ).toBe(0);
});

test('the queue of an object is a total', () => {
  const describedObject = { apiVersion: 'v1', kind: 'Namespace', name: 'default' };
  const metric = { name: 'vllm_num_requests_waiting' };
  const of = (target: JsonObject): number =>
    ofAdapter({ type: 'Object', object: { describedObject, metric, target } });
  expect(of({ type: 'Value', value: '1' })).toBe(1);
  expect(of({ type: 'AverageValue', averageValue: '1' })).toBe(0);
});

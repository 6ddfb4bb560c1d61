import { oneSeries } from '../../../src/lint/rules/one-series';
import { viewOf } from '../signal/queries';

const found = (query: string) => oneSeries.check(viewOf({ query, threshold: '5' }));

test.each([
  ['sum(vllm:num_requests_running)', 0],
  ['vllm:num_requests_running', 1],
  ['scalar(sum(vllm:num_requests_running))', 1],
  ['sum by (engine) (vllm:num_requests_running{model_name="m"})', 0],
  // Of metrics that are not known the grouping tells.
  ['max(num_requests_running) by (pod)', 1],
  ['max(num_requests_running{pod="chat-0"}) by (pod)', 0],
  ['sum(rate(nginx_ingress_controller_requests[1m])) by (status)', 1],
  ['sum by (namespace) (acme_queue)', 0],
  // One series of a controller that writes one for each target.
  ['wva_desired_replicas{variant_name="chat"}', 0],
])('%s: %j findings', (query, count) => {
  expect(found(query)).toHaveLength(count);
});

test('a grouping by model breaks with the second one that is scraped', () => {
  expect(found('sum by (model_name) (vllm:num_requests_waiting)')).toMatchObject([
    { severity: 'error' },
  ]);
  const scoped = 'sum by (model_name) (vllm:num_requests_waiting{namespace="serving"})';
  expect(found(scoped)).toMatchObject([{ severity: 'warning' }]);
});

import { queryIsScoped } from '../../../src/lint/rules/query-is-scoped';
import { viewOf } from '../signal/queries';

const ttft =
  'histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket[2m])))';

test.each([
  ['sum(vllm:num_requests_running)', 1],
  ['sum(vllm:num_requests_waiting)', 1],
  ['avg(vllm:kv_cache_usage_perc)', 1],
  ['max(vllm:kv_cache_usage_perc{cluster="a"})', 1],
  [ttft, 1],
  ['sum(vllm:num_requests_running{model_name="m"})', 0],
  ['sum(vllm:num_requests_running{namespace="serving"})', 0],
  ['sum(vllm:num_requests_running{pod=~"chat-.*"})', 0],
  // It asks only whether anything is seen at all.
  [
    'sum(vllm:num_requests_running{pod=~"chat-.*"}) and on () (count(kube_pod_status_ready) > 0)',
    0,
  ],
])('%s: %j findings', (query, count) => {
  expect(queryIsScoped.check(viewOf({ query, threshold: '50' }))).toHaveLength(count);
});

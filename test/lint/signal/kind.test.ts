import { quantityKind } from '../../../src/lint/signal/kind';
import { queryOf } from './queries';

const SELECTOR = 'namespace="serving",model_name="m"';

test.each([
  ['sum(vllm:num_requests_running{S})', 'total'],
  ['sum(vllm:num_requests_running{S} + vllm:num_requests_waiting{S})', 'total'],
  ['clamp_max(sum(vllm:num_requests_waiting{S}), 16)', 'total'],
  ['sum(rate(vllm:generation_tokens_total{S}[2m]))', 'total'],
  // Also where a bound holds it on any busy fleet.
  ['clamp_max(sum(vllm:num_requests_running{S}), 60)', 'total'],
  ['sum(vllm:kv_cache_usage_perc{S})', 'total'],
  ['avg(vllm:kv_cache_usage_perc{S})', 'intensive'],
  ['max(vllm:num_requests_waiting{S})', 'intensive'],
  ['sum(vllm:num_requests_running{S}) / count(vllm:num_requests_running{S})', 'intensive'],
  [
    'histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket{S}[2m])))',
    'intensive',
  ],
  ['avg(DCGM_FI_DEV_GPU_UTIL{namespace="serving"})', 'intensive'],
  ['sum(rate(envoy_requests_total[1m]))', 'unclear'],
])('%s is %s, told by its answers on a fleet twice as large', (query, kind) => {
  const trigger = { query: query.replaceAll('{S}', `{${SELECTOR}}`), threshold: '5' };
  expect(quantityKind(queryOf(trigger))).toBe(kind);
});

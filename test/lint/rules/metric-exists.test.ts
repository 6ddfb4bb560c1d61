import { metricExists } from '../../../src/lint/rules/metric-exists';
import { type Trigger, viewOf } from '../signal/queries';

function found(trigger: Partial<Trigger>) {
  return metricExists.check(viewOf({ query: '', threshold: '5', ...trigger }));
}

test.each([
  ['0.9.0', []],
  ['0.10.2', []],
  ['0.11.0', ['error']],
  ['0.32.0', ['error']],
])('the old name of the cache gauge on %s: %j', (version, severities) => {
  const problems = found({ query: 'sum(vllm:gpu_cache_usage_perc{pod="x"})', version });
  expect(problems.map(({ severity }) => severity ?? 'error')).toEqual(severities);
});

test('a version before the registry has the names of its beginning', () => {
  expect(found({ query: 'sum(vllm:num_requests_waiting)', version: '0.6.3' })).toEqual([]);
});

test('of two names by or the one that is there answers', () => {
  const query = 'avg(vllm:kv_cache_usage_perc) or avg(vllm:gpu_cache_usage_perc)';
  expect(found({ query })).toEqual([]);
});

test('the name of a recording rule is anybody’s', () => {
  expect(found({ query: 'vllm:inflight:sum' })).toEqual([]);
});

test('a name in two selectors is told once', () => {
  const name = 'vllm:kv_cache_usage_factor';
  expect(found({ query: `sum(${name}) / count(${name})` })).toHaveLength(1);
});

test('a counter that never was is made of two that are', () => {
  const [{ fix }] = found({ query: 'sum(rate(vllm:token_usage_total[1m]))' });
  expect(fix).toBe('use vllm:prompt_tokens_total and vllm:generation_tokens_total');
});

test('a histogram without its suffix is no series', () => {
  const [{ message, fix }] = found({ query: 'avg(vllm:time_to_first_token_seconds)' });
  expect(message).toContain('is a histogram');
  expect(fix).toBe('ask for vllm:time_to_first_token_seconds_bucket, _sum or _count');
});

test('an underscore for the colon may be the work of a pipeline', () => {
  const [{ severity, fix }] = found({ query: 'sum(vllm_num_requests_waiting)' });
  expect(severity).toBe('warning');
  expect(fix).toBe('use vllm:num_requests_waiting');
});

test.each([
  'sum(rate(vllm:num_incoming_requests_total[1m]))',
  'sum(wva_desired_replicas)',
  'sum(acme:queue_length)',
])('nothing is said of %s, which others expose', (query) => {
  expect(found({ query })).toEqual([]);
});

test.each([
  // Every name of this version was read.
  ['vllm:brand_new', '0.32.0', ['error']],
  ['vllm:brand_new', '0.33.0', []],
  ['vllm:num_request_waiting', '0.32.0', ['error']],
  ['vllm:num_request_waiting', '0.45.0', ['warning']],
  ['vllm:token_usage_total', '0.45.0', ['error']],
])('%s on %s: %j', (name, version, severities) => {
  const problems = found({ query: `sum(${name})`, version });
  expect(problems.map(({ severity }) => severity ?? 'error')).toEqual(severities);
});

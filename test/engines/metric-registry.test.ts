import { covers } from '../../src/engines/by-version';
import { currentName, knownName } from '../../src/engines/metric-registry';
import { families, measuredVersions, scrapeOf } from './vllm/captures';

describe.each(measuredVersions)('a server of %s', (version) => {
  test('exposes no family that the registry does not know', () => {
    const names = [...families(scrapeOf(version)).keys()].filter((name) =>
      name.startsWith('vllm:'),
    );
    expect(names.filter((name) => knownName(name).kind !== 'metric')).toEqual([]);
  });

  test('exposes what the registry dates to it, with its type', () => {
    for (const [name, { type }] of families(scrapeOf(version))) {
      const found = knownName(name);
      if (found.kind !== 'metric' || name.endsWith('_created')) continue;
      const since = found.since ?? '0';
      expect([name, covers({ since, until: found.until }, version)]).toEqual([name, true]);
      expect([name, found.metric.type]).toEqual([name, type]);
    }
  });
});

test('a series of a histogram leads to its family', () => {
  expect(knownName('vllm:time_to_first_token_seconds_bucket')).toMatchObject({
    kind: 'metric',
    metric: { name: 'vllm:time_to_first_token_seconds', signal: 'timeToFirstToken' },
  });
});

test('the old name of the KV cache gauge was exposed beside the new one until 0.11', () => {
  expect(knownName('vllm:gpu_cache_usage_perc')).toMatchObject({ since: '0.8.5', until: '0.11' });
  expect(currentName('vllm:gpu_cache_usage_perc', '0.9.1')).toBe('vllm:gpu_cache_usage_perc');
  expect(currentName('vllm:gpu_cache_usage_perc', '0.10')).toBe('vllm:kv_cache_usage_perc');
  expect(currentName('vllm:gpu_cache_usage_perc', '0.32.0')).toBe('vllm:kv_cache_usage_perc');
});

test.each([
  ['sglang:num_queue_reqs', 'waiting'],
  ['trtllm_kv_cache_utilization', 'kvCacheUsage'],
  ['tgi_queue_size', 'waiting'],
  ['tgi_request_queue_duration_sum', 'queueTime'],
])('%s of another engine tells of %s', (name, signal) => {
  expect(knownName(name)).toMatchObject({ kind: 'metric', metric: { signal } });
});

test.each([
  ['vllm:num_request_waiting', ['vllm:num_requests_waiting']],
  ['sglang:time_per_output_token_seconds', ['sglang:inter_token_latency_seconds']],
])('%s was never heard of: %j is near', (name, near) => {
  const found = knownName(name);
  expect(found.kind).toBe('unheard-of');
  expect('nearest' in found && found.nearest).toEqual(expect.arrayContaining(near));
});

test.each(['envoy_http_downstream_rq_total', 'vllm:spec_decode_num_drafts_total'])(
  'nothing is said of %s',
  (name) => {
    expect(knownName(name)).toEqual({ kind: 'foreign' });
  },
);

import { covers, type VersionedRow } from '../../../src/engines/by-version';
import {
  type EngineMetric,
  type EngineSignal,
  engineMetric,
  engineMetrics,
  metricName,
  signalOf,
} from '../../../src/engines/vllm/metrics';
import { families, measuredVersions, scrapeOf } from './captures';

const signals = Object.keys(engineMetrics) as EngineSignal[];

test('the KV cache gauge was renamed in 0.9.2', () => {
  expect(metricName('kvCacheUsage', '0.9.1')).toBe('vllm:gpu_cache_usage_perc');
  expect(metricName('kvCacheUsage', '0.9.2')).toBe('vllm:kv_cache_usage_perc');
  expect(metricName('kvCacheUsage', '0.32.0')).toBe('vllm:kv_cache_usage_perc');
});

test('the gap between tokens was renamed in 0.10.2', () => {
  expect(metricName('interTokenLatency', '0.10.1')).toBe('vllm:time_per_output_token_seconds');
  expect(metricName('interTokenLatency', '0.32.0')).toBe('vllm:inter_token_latency_seconds');
});

test('signals for scaling and drain need no switch from 0.11.2 on', () => {
  for (const signal of ['running', 'waiting', 'kvCacheUsage'] as const) {
    expect(metricName(signal, '0.11.2')).toBe(metricName(signal, '0.32.0'));
  }
});

test('a signal that a version does not have has no name', () => {
  expect(metricName('waitingByReason', '0.18.1')).toBeUndefined();
  expect(metricName('admissionRejections', '0.30.0')).toBeUndefined();
});

test('an old name still leads to its signal', () => {
  expect(signalOf('vllm:gpu_cache_usage_perc')).toBe('kvCacheUsage');
  expect(signalOf('vllm:token_usage_total')).toBeUndefined();
});

test('0.32.0 exposes every signal', () => {
  expect(signals.filter((signal) => !metricName(signal, '0.32.0'))).toEqual([]);
});

test('queue time cannot be measured below 0.3 s', () => {
  expect(engineMetric('queueTime', '0.32.0')?.buckets?.[0]).toBe(0.3);
});

test('only rejections are counted without an engine label', () => {
  const without = signals.filter(
    (signal) => !engineMetric(signal, '0.32.0')?.labels.includes('engine'),
  );
  expect(without).toEqual(['admissionRejections']);
});

describe.each(measuredVersions)('an idle server of %s', (version) => {
  const exposed = families(scrapeOf(version));

  test.each(signals.filter((signal) => signal !== 'cacheConfig'))(
    'has the metric of %s as the registry says, or none',
    (signal) => {
      const metric = engineMetric(signal, version);
      const found = metric && exposed.get(metric.name);
      const { type, labels, buckets = [] } = metric ?? {};
      expect(found).toEqual(metric && { type, labels: [...(labels ?? [])].sort(), buckets });
    },
  );

  test('tells its cache beside the arguments of the engine, and not by model', () => {
    const metric = engineMetric('cacheConfig', version);
    expect(metric?.labels).toEqual(['engine']);
    const { type, labels = [] } = exposed.get('vllm:cache_config_info') ?? {};
    expect(type).toBe('gauge');
    expect(labels).toEqual(expect.arrayContaining(['engine', 'block_size', 'num_gpu_blocks']));
    expect(labels).not.toContain('model_name');
  });

  test('has exactly those of the known names that the registry dates to it', () => {
    const rows: readonly VersionedRow<EngineMetric>[] = Object.values(engineMetrics).flat();
    const wrong = rows.filter((row) => covers(row, version) !== exposed.has(row.value.name));
    expect(wrong.map(({ value }) => value.name)).toEqual([]);
  });
});

test('the number of metrics at idle is that of the versions', () => {
  expect(measuredVersions.map((version) => families(scrapeOf(version)).size)).toEqual([
    30, 36, 36, 36, 36, 37, 39,
  ]);
});

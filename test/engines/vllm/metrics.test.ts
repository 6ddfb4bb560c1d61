import {
  type EngineSignal,
  engineMetric,
  engineMetrics,
  metricName,
  signalOf,
} from '../../../src/engines/vllm/metrics';

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

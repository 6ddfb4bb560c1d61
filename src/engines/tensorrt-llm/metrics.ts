import type { ForeignMetric } from '../foreign-metric';

/** With `return_perf_metrics`: tensorrt_llm/metrics/collector.py, 2026. */
export const tensorRtLlmMetrics: readonly ForeignMetric[] = [
  metric('num_requests_running', 'gauge', 'running'),
  metric('num_requests_waiting', 'gauge', 'waiting'),
  metric('kv_cache_utilization', 'gauge', 'kvCacheUsage'),
  metric('time_to_first_token_seconds', 'histogram', 'timeToFirstToken'),
  metric('time_per_output_token_seconds', 'histogram', 'interTokenLatency'),
  metric('request_queue_time_seconds', 'histogram', 'queueTime'),
  metric('e2e_request_latency_seconds', 'histogram', 'endToEndLatency'),
  metric('prompt_tokens_total', 'counter', 'promptTokens'),
  metric('generation_tokens_total', 'counter', 'generationTokens'),
  metric('request_success_total', 'counter', 'requestSuccess'),
];

function metric(
  name: string,
  type: ForeignMetric['type'],
  signal: ForeignMetric['signal'],
): ForeignMetric {
  return { name: `trtllm_${name}`, type, labels: ['model_name', 'engine_type'], signal };
}

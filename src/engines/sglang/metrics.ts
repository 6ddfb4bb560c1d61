import type { ForeignMetric } from '../foreign-metric';
import type { EngineMetric, EngineSignal } from '../vllm/metrics';

/** Of 0.5.18, with `--enable-metrics`: python/sglang/srt/managers and observability. */
export const sglangMetrics: readonly ForeignMetric[] = [
  ...rows('gauge', {
    num_running_reqs: 'running',
    num_queue_reqs: 'waiting',
    token_usage: 'kvCacheUsage',
    max_total_num_tokens: undefined,
    cache_hit_rate: undefined,
    gen_throughput: undefined,
    num_used_tokens: undefined,
    utilization: undefined,
  }),
  ...rows('counter', {
    prompt_tokens_total: 'promptTokens',
    generation_tokens_total: 'generationTokens',
    cached_tokens_total: 'cachedPromptTokens',
    num_requests_total: 'requestSuccess',
    num_retracted_requests_total: 'preemptions',
  }),
  ...rows('histogram', {
    time_to_first_token_seconds: 'timeToFirstToken',
    inter_token_latency_seconds: 'interTokenLatency',
    e2e_request_latency_seconds: 'endToEndLatency',
    queue_time_seconds: 'queueTime',
  }),
];

/** Gone since 0.4.4.post4: sgl-project/sglang#4914. */
export const sglangRenamed: Readonly<Record<string, string>> = {
  'sglang:time_per_output_token_seconds': 'sglang:inter_token_latency_seconds',
};

function rows(
  type: EngineMetric['type'],
  named: Readonly<Record<string, EngineSignal | undefined>>,
): ForeignMetric[] {
  return Object.entries(named).map(([name, signal]) => ({
    name: `sglang:${name}`,
    type,
    labels: ['model_name', 'engine_type', 'tp_rank', 'pp_rank', 'dp_rank'],
    signal,
  }));
}

import type { VersionedRow } from '../by-version';
import type { EngineMetric } from './metrics';

const measured = 'measured: vLLM 0.11.2 to 0.32.0 on a CPU, 2026-11-23';
const read = 'vllm/v1/metrics/loggers.py, 2026-08';
const labels = ['engine', 'model_name'];

type Row = VersionedRow<EngineMetric>;

/** What else a server exposes: nothing here scales or alerts, but a query on it is no mistake. */
export const otherMetrics: readonly Row[] = [
  ...names('histogram', '0.8.5', measured, [
    'iteration_tokens_total',
    'request_prompt_tokens',
    'request_generation_tokens',
    'request_params_n',
    'request_params_max_tokens',
    'request_max_num_generation_tokens',
    'request_decode_time_seconds',
    'request_inference_time_seconds',
  ]),
  ...names('counter', '0.11.1', measured, [
    'external_prefix_cache_queries_total',
    'external_prefix_cache_hits_total',
    'mm_cache_queries_total',
    'mm_cache_hits_total',
  ]),
  ...names('counter', '0.17', measured, [
    'estimated_flops_per_gpu_total',
    'estimated_read_bytes_per_gpu_total',
    'estimated_write_bytes_per_gpu_total',
  ]),
  ...names('histogram', '0.16', measured, ['request_prefill_kv_computed_tokens']),
  ...names('histogram', '0.30', measured, ['request_num_preemptions']),
  ...names('counter', '0.16', measured, ['prompt_tokens_by_source_total'], ['source']),
  ...names('counter', '0.32', measured, ['prompt_tokens_cached_by_source_total'], ['source']),
  ...names('counter', '0.16', measured, ['prompt_tokens_recomputed_total'], [], '0.21'),
  ...names('counter', '0.8.5', read, ['gpu_prefix_cache_queries_total'], [], '0.11'),
  ...names('counter', '0.8.5', read, ['gpu_prefix_cache_hits_total'], [], '0.11'),
  ...names('gauge', '0.6', read, ['lora_requests_info'], lora()),
  ...names('gauge', '0.2.3', read, ['gpu_prefix_cache_hit_rate'], [], '0.11.1'),
  ...names('gauge', '0.2.3', read, ['num_requests_swapped', 'cpu_cache_usage_perc'], [], '0.9.1'),
];

/**
 * Families that exist only with a flag, a draft model or a connector, and those that the router of
 * vllm-project/production-stack adds under the same prefix; their names begin so.
 */
export const conditionalPrefixes: readonly string[] = [
  'vllm:spec_decode_',
  'vllm:kv_block_',
  'vllm:kv_offload_',
  'vllm:nixl_',
  'vllm:corrupted_requests',
  'vllm:num_incoming_requests',
  'vllm:current_qps',
  'vllm:avg_',
  'vllm:num_prefill_requests',
  'vllm:num_decoding_requests',
  'vllm:healthy_pods',
];

function names(
  type: EngineMetric['type'],
  since: string,
  source: string,
  short: readonly string[],
  extra: readonly string[] = [],
  until?: string,
): Row[] {
  return short.map((name) => ({
    since,
    until,
    value: { name: `vllm:${name}`, type, labels: [...labels, ...extra] },
    source,
  }));
}

function lora(): string[] {
  return ['max_lora', 'running_lora_adapters', 'waiting_lora_adapters'];
}

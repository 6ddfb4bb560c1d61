import { type VersionedRow, valueAt } from '../by-version';

export interface EngineMetric {
  /** As scraped; a histogram's series add `_bucket`, `_sum` and `_count`. */
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  /** Beside `le`. */
  readonly labels: readonly string[];
  /** Upper bounds, seconds: a quantile between two of them is interpolated. */
  readonly buckets?: readonly number[];
}

const measured = 'measured: vLLM 0.11.2 to 0.32.0 on a CPU, 2026-11-23';
const read = `${measured}; edges of 0.8.5 and 0.10.0: vllm/v1/metrics/loggers.py of the releases`;
// `engine`, the data-parallel rank, is a label since 0.8.5.
const labels = ['engine', 'model_name'];

const firstTokenBuckets = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
  160, 640, 2560,
];
const tokenBuckets = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
];
const requestBuckets = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
];

export const engineMetrics = {
  running: [gauge('num_requests_running', '0.8.5')],
  waiting: [gauge('num_requests_waiting', '0.8.5')],
  waitingByReason: [gauge('num_requests_waiting_by_reason', '0.21', ['reason'])],
  kvCacheUsage: [
    // Beside its new name from 0.9.2 on, hidden in 0.11: vllm-project/vllm#29330.
    gauge('gpu_cache_usage_perc', '0.8.5', [], 'vllm-project/vllm#18354', '0.11'),
    gauge('kv_cache_usage_perc', '0.9.2', [], 'vllm-project/vllm#18354'),
  ],
  // The arguments of the engine are its other labels, and the model's name is none of them.
  cacheConfig: [
    {
      since: '0.8.5',
      value: { name: 'vllm:cache_config_info', type: 'gauge', labels: ['engine'] },
      source: measured,
    },
  ],
  sleepState: [gauge('engine_sleep_state', '0.11.1', ['sleep_state'])],
  preemptions: [counter('num_preemptions_total', '0.8.5')],
  promptTokens: [counter('prompt_tokens_total', '0.8.5')],
  cachedPromptTokens: [counter('prompt_tokens_cached_total', '0.16')],
  generationTokens: [counter('generation_tokens_total', '0.8.5')],
  prefixCacheQueries: [counter('prefix_cache_queries_total', '0.9.2')],
  prefixCacheHits: [counter('prefix_cache_hits_total', '0.9.2')],
  requestSuccess: [counter('request_success_total', '0.8.5', ['finished_reason'])],
  // The only counter without `engine`: the front end rejects before an engine is chosen.
  admissionRejections: [
    {
      since: '0.32',
      value: {
        name: 'vllm:admission_rejections_total',
        type: 'counter',
        labels: ['model_name', 'reason'],
      },
      source: measured,
    },
  ],
  timeToFirstToken: [histogram('time_to_first_token_seconds', '0.8.5', firstTokenBuckets)],
  interTokenLatency: [
    // Hidden in 0.12, and until then beside its new name: vllm-project/vllm#32661.
    histogram('time_per_output_token_seconds', '0.8.5', tokenBuckets, '0.12'),
    histogram('inter_token_latency_seconds', '0.10.2', tokenBuckets),
  ],
  // The mean over one request; objectives called TPOT are about this and not about single gaps.
  timePerOutputToken: [histogram('request_time_per_output_token_seconds', '0.11', tokenBuckets)],
  queueTime: [histogram('request_queue_time_seconds', '0.8.5', requestBuckets)],
  prefillTime: [histogram('request_prefill_time_seconds', '0.8.5', requestBuckets)],
  endToEndLatency: [histogram('e2e_request_latency_seconds', '0.8.5', requestBuckets)],
} satisfies Readonly<Record<string, readonly VersionedRow<EngineMetric>[]>>;

export type EngineSignal = keyof typeof engineMetrics;

/** The metric that carries a signal in a version, if that version has one. */
export function engineMetric(signal: EngineSignal, version: string): EngineMetric | undefined {
  const rows: readonly VersionedRow<EngineMetric>[] = engineMetrics[signal];
  return valueAt(rows, version);
}

/** The scraped name of a signal: `kvCacheUsage` on 0.32.0 is `vllm:kv_cache_usage_perc`. */
export function metricName(signal: EngineSignal, version: string): string | undefined {
  return engineMetric(signal, version)?.name;
}

/** The signal a metric name carries, or once carried. */
export function signalOf(name: string): EngineSignal | undefined {
  const signals = Object.keys(engineMetrics) as EngineSignal[];
  return signals.find((signal) => engineMetrics[signal].some((row) => row.value.name === name));
}

function gauge(
  name: string,
  since: string,
  extra: string[] = [],
  source = measured,
  until?: string,
): VersionedRow<EngineMetric> {
  const value = { name: `vllm:${name}`, type: 'gauge', labels: [...labels, ...extra] } as const;
  return { since, until, value, source };
}

function counter(name: string, since: string, extra: string[] = []): VersionedRow<EngineMetric> {
  const value = { name: `vllm:${name}`, type: 'counter', labels: [...labels, ...extra] } as const;
  return { since, value, source: measured };
}

function histogram(
  name: string,
  since: string,
  buckets: readonly number[],
  until?: string,
): VersionedRow<EngineMetric> {
  const value = { name: `vllm:${name}`, type: 'histogram', labels, buckets } as const;
  return { since, until, value, source: read };
}

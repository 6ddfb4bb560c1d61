import { type EngineSignal, engineMetric } from '../../../src/engines/vllm/metrics';

/** The version whose metrics are served: names and edges as scraped from it. */
export const ENGINE_VERSION = '0.32.0';

const edgesOf = (signal: EngineSignal): readonly number[] =>
  engineMetric(signal, ENGINE_VERSION)?.buckets ?? [];

const firstToken = edgesOf('timeToFirstToken');
const token = edgesOf('interTokenLatency');
const request = edgesOf('endToEndLatency');
const length = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

/** Upper edges of every histogram of the engine, without +Inf. */
export const histogramEdges = {
  'vllm:request_prompt_tokens': length,
  'vllm:request_generation_tokens': length,
  'vllm:iteration_tokens_total': [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384],
  'vllm:request_max_num_generation_tokens': length,
  'vllm:request_params_n': [1, 2, 5, 10, 20],
  'vllm:request_params_max_tokens': length,
  'vllm:time_to_first_token_seconds': firstToken,
  'vllm:inter_token_latency_seconds': token,
  'vllm:request_time_per_output_token_seconds': token,
  'vllm:e2e_request_latency_seconds': request,
  'vllm:request_queue_time_seconds': request,
  'vllm:request_inference_time_seconds': request,
  'vllm:request_prefill_time_seconds': request,
  'vllm:request_decode_time_seconds': request,
  'vllm:request_num_preemptions': [1, 2, 3, 4, 5, 10, 20],
  'vllm:request_prefill_kv_computed_tokens': length,
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type HistogramName = keyof typeof histogramEdges;

export interface Histogram {
  /** Of each bucket alone; the last is beyond all edges. */
  readonly counts: number[];
  sum: number;
}

export type Histograms = Readonly<Record<HistogramName, Histogram>>;

const names = Object.keys(histogramEdges) as HistogramName[];

export function emptyHistograms(): Histograms {
  return ofEach((name) => ({ counts: [...histogramEdges[name], Infinity].fill(0), sum: 0 }));
}

export function copyOf(histograms: Histograms): Histograms {
  return ofEach((name) => ({ ...histograms[name], counts: [...histograms[name].counts] }));
}

/** Counts each value so many times. */
export function observe(
  histograms: Histograms,
  values: Readonly<Partial<Record<HistogramName, number>>>,
  times = 1,
): void {
  for (const [name, value] of Object.entries(values)) {
    const edges: readonly number[] = histogramEdges[name as HistogramName];
    const within = edges.findIndex((edge) => value <= edge);
    const histogram = histograms[name as HistogramName];
    histogram.counts[within < 0 ? edges.length : within] += times;
    histogram.sum += value * times;
  }
}

function ofEach(make: (name: HistogramName) => Histogram): Histograms {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Histograms;
}

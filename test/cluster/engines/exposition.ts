import { cacheConfig } from './cache-config';
import { type HistogramName, histogramEdges } from './histograms';
import { type QueueState, runningIn } from './queue-state';
import type { Replica } from './replica';
import { type Family, pythonFloat, type Sample, textOf } from './text-format';

/** What one pod serves at /metrics; Python's and the HTTP server's own families are left out. */
export function expositionOf(queue: QueueState, replica: Replica, startedAt: number): string {
  const ranks = ranksOf(replica);
  const own = (rank: number): Labels => ({ engine: String(rank), model_name: replica.model });
  const ofRanks = (name: string, type: Family['type'], series: readonly Series[]): Family => ({
    name,
    type,
    samples: ranks.flatMap((rank) =>
      series.map(({ labels, total, each = share(total, rank, replica.ranks) }) => ({
        labels: { ...own(rank), ...labels },
        value: each,
      })),
    ),
  });
  const families = [
    ...gauges(queue, replica).map(([name, series]) => ofRanks(name, 'gauge', series)),
    ...counters(queue).map(([name, series]) => ofRanks(name, 'counter', series)),
    cacheInfo(replica),
    rejections(replica),
    ...Object.entries(histogramEdges).map(([name, edges]): Family => {
      const { counts, sum } = queue.histograms[name as HistogramName];
      return {
        name,
        type: 'histogram',
        samples: ranks.flatMap((rank) => buckets(own(rank), edges, counts, sum, rank, replica)),
      };
    }),
  ];
  return textOf(
    families.flatMap((family) => [family, ...created(family, startedAt)]),
    pythonFloat,
  );
}

type Labels = Readonly<Record<string, string>>;

/** A total that the ranks share, or what each of them shows. */
interface Series {
  readonly labels?: Labels;
  readonly total: number;
  readonly each?: number;
}

type Named = readonly [name: string, series: readonly Series[]];

function ranksOf({ ranks }: Replica): number[] {
  return Array.from({ length: ranks }, (_, rank) => rank);
}

/** Whole numbers that add up to the whole part of the total. */
function share(total: number, rank: number, ranks: number): number {
  return Math.floor((Math.floor(total) + rank) / ranks);
}

function by(label: string, totals: Readonly<Record<string, number>>): Series[] {
  return Object.entries(totals).map(([value, total]) => ({ labels: { [label]: value }, total }));
}

const once = (total: number): Series[] => [{ total }];
const onEach = (each: number, labels?: Labels): Series[] => [{ labels, total: 0, each }];

function gauges(queue: QueueState, replica: Replica): Named[] {
  const running = runningIn(queue);
  const waiting = queue.waiting.length;
  return [
    ['vllm:num_requests_running', once(running)],
    ['vllm:num_requests_waiting', once(waiting)],
    ['vllm:num_requests_waiting_by_reason', by('reason', { capacity: waiting, deferred: 0 })],
    [
      'vllm:engine_sleep_state',
      ['awake', 'weights_offloaded', 'discard_all'].flatMap((state) =>
        onEach(state === 'awake' ? 1 : 0, { sleep_state: state }),
      ),
    ],
    ['vllm:kv_cache_usage_perc', onEach(replica.cacheUsageAt(running))],
  ];
}

function counters(queue: QueueState): Named[] {
  const { promptTokens, cachedTokens, generationTokens, finished } = queue;
  return [
    ['vllm:estimated_flops_per_gpu_total', once(0)],
    ['vllm:estimated_read_bytes_per_gpu_total', once(0)],
    ['vllm:estimated_write_bytes_per_gpu_total', once(0)],
    ['vllm:prefix_cache_queries_total', once(promptTokens)],
    ['vllm:prefix_cache_hits_total', once(cachedTokens)],
    ['vllm:external_prefix_cache_queries_total', once(0)],
    ['vllm:external_prefix_cache_hits_total', once(0)],
    ['vllm:mm_cache_queries_total', once(0)],
    ['vllm:mm_cache_hits_total', once(0)],
    ['vllm:num_preemptions_total', once(0)],
    ['vllm:prompt_tokens_total', once(promptTokens)],
    [
      'vllm:prompt_tokens_by_source_total',
      by('source', {
        local_compute: promptTokens - cachedTokens,
        local_cache_hit: cachedTokens,
        external_kv_transfer: 0,
      }),
    ],
    ['vllm:prompt_tokens_cached_total', once(cachedTokens)],
    [
      'vllm:prompt_tokens_cached_by_source_total',
      by('source', { device: cachedTokens, host: 0, p2p: 0, disk: 0, external_unspecified: 0 }),
    ],
    ['vllm:generation_tokens_total', once(generationTokens)],
    [
      'vllm:request_success_total',
      by('finished_reason', { stop: finished, length: 0, abort: 0, error: 0, repetition: 0 }),
    ],
  ];
}

/** The only family without `model_name`. */
function cacheInfo(replica: Replica): Family {
  const samples = ranksOf(replica).map((rank) => ({
    labels: { engine: String(rank), ...cacheConfig(replica) },
    value: 1,
  }));
  return { name: 'vllm:cache_config_info', type: 'gauge', samples };
}

/** The only family without `engine`: the front end rejects before an engine is chosen. */
function rejections({ model }: Replica): Family {
  const samples = ['max_num_queued_reqs', 'max_num_queued_tokens'].map((reason) => ({
    labels: { model_name: model, reason },
    value: 0,
  }));
  return { name: 'vllm:admission_rejections_total', type: 'counter', samples };
}

function buckets(
  labels: Labels,
  edges: readonly number[],
  counts: readonly number[],
  sum: number,
  rank: number,
  { ranks }: Replica,
): Sample[] {
  let total = 0;
  const upTo = [...edges, Infinity].map((edge, place) => {
    total += counts[place];
    return {
      suffix: '_bucket',
      labels: { ...labels, le: pythonFloat(edge) },
      value: share(total, rank, ranks),
    };
  });
  return [
    ...upTo,
    { suffix: '_count', labels, value: share(total, rank, ranks) },
    { suffix: '_sum', labels, value: sum / ranks },
  ];
}

/** Python's client says of every counter and histogram since when it counts. */
function created({ name, type, samples }: Family, startedAt: number): Family[] {
  if (type === 'gauge') return [];
  const once = samples.filter(({ labels }) => !('le' in labels));
  const series = once.filter(({ suffix = '_count' }) => suffix === '_count');
  return [
    {
      name: `${type === 'counter' ? name.replace(/_total$/, '') : name}_created`,
      type: 'gauge',
      samples: series.map(({ labels }) => ({ labels, value: startedAt })),
    },
  ];
}

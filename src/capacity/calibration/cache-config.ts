import { known, positive } from './fields';
import type { CalibrationReading } from './row';

const METRIC = /^vllm:cache_config_info\{(.*)\}/gm;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const GIB = 2 ** 30;

/** Whether a text is a scrape of `/metrics` that tells the cache. */
export function isScrape(content: string): boolean {
  return content.includes('vllm:cache_config_info{');
}

/** Labels that are arguments of the engine. */
const FLAGS = {
  gpu_memory_utilization: 'gpu-memory-utilization',
  cache_dtype: 'kv-cache-dtype',
  block_size: 'block-size',
  enable_prefix_caching: 'enable-prefix-caching',
} as const;

/** The cache of a running server; of several ranks that of the smallest, which all use. */
export function readScrape(content: string): CalibrationReading {
  const engines = [...content.matchAll(METRIC)].map(([, labels]) =>
    Object.fromEntries([...labels.matchAll(LABEL)].map(([, name, value]) => [name, value])),
  );
  const least = (values: readonly (number | undefined)[]): number | undefined => {
    const stated = values.filter((value) => value !== undefined);
    return stated.length > 0 ? Math.min(...stated) : undefined;
  };
  const bytes = least(engines.map((labels) => positive(labels.kv_cache_memory_bytes)));
  const [first = {}] = engines;
  const flags = Object.entries(FLAGS).flatMap(([label, flag]) =>
    first[label] === undefined || first[label] === 'None' ? [] : [[flag, first[label]]],
  );
  return {
    rows: [],
    measured: known({
      kvCacheTokens: least(engines.map(tokensOf)),
      kvCacheGiBPerGpu: bytes && bytes / GIB,
    }),
    startupStages: [],
    provenance: { engine: 'vllm', flags: Object.fromEntries(flags) },
  };
}

/** The tokens of the log line since 0.24; before, blocks, which say the same where layers are alike. */
function tokensOf(labels: Readonly<Record<string, string>>): number | undefined {
  const blocks = positive(labels.num_gpu_blocks);
  const size = positive(labels.block_size);
  return (
    positive(labels.kv_cache_size_tokens) ??
    (blocks !== undefined && size !== undefined ? blocks * size : undefined)
  );
}

import { covers, type VersionedRow, valueAt } from '../by-version';

/**
 * What the log line `… KV cache size: N tokens` counts: blocks of one group times the block size,
 * or sequences of `max-model-len` that fit times `max-model-len`.
 */
export type KvCacheLogMeaning = 'blocks' | 'concurrency';

export const kvCacheLogRows: readonly VersionedRow<KvCacheLogMeaning>[] = [
  { since: '0.1', value: 'blocks', source: 'vllm/v1/core/kv_cache_utils.py before 0.20.1' },
  {
    since: '0.20.1',
    value: 'concurrency',
    source: 'vllm/v1/core/kv_cache_utils.py of 0.20.1; measured: 26 configurations of 0.32.0',
  },
];

/** Local layers that get groups of their own; others are kept whole, as if attention were full. */
interface LocalLayers {
  readonly sliding: boolean;
  readonly chunked: boolean;
}

const localRows: readonly VersionedRow<LocalLayers>[] = [
  {
    since: '0.1',
    value: { sliding: false, chunked: false },
    source: 'unify_hybrid_kv_cache_specs in vllm 0.8.5: one type of cache only',
  },
  {
    since: '0.9.1',
    value: { sliding: true, chunked: false },
    source: 'kv_cache_utils.py of vllm 0.9.1; VLLM_ALLOW_CHUNKED_LOCAL_ATTN… is off up to 0.12',
  },
  {
    since: '0.13',
    value: { sliding: true, chunked: true },
    source: 'vllm/envs.py: off in 0.12.0, on in 0.14.1; 0.13 is assumed',
  },
];

/** Largest bucket over smallest up to which all groups take the size of the largest. */
const groupSlackRows: readonly VersionedRow<number>[] = [
  { since: '0.1', value: 1, source: 'kv_cache_utils.py of vllm 0.9.1 to 0.11.2: the smallest' },
  { since: '0.12', value: 1.25, source: 'kv_cache_utils.py of vllm 0.12.0 to 0.17.1' },
  { since: '0.18', value: 1.5, source: 'kv_cache_utils.py of vllm 0.18.1 to 0.32.0' },
];

/** Whether a local layer keeps the tokens of every batch that is in flight. */
const batchesRows: readonly VersionedRow<boolean>[] = [
  { since: '0.1', value: false, source: 'kv_cache_interface.py up to 0.25.1: one batch' },
  { since: '0.26', value: true, source: 'VllmConfig.max_in_flight_tokens, 0.26.0 to 0.32.0' },
];

/** How the states of a prefix-cached hybrid are kept. */
export type StateMode = 'none' | 'align' | 'all';

/** Latent attention: as keys and values of all heads, as a padded latent, as a latent. */
export type LatentCache = 'heads' | 'padded' | 'latent';

const latentRows: readonly VersionedRow<LatentCache>[] = [
  { since: '0.1', value: 'heads', source: 'deepseek_v2.py of vllm 0.6: heads padded to 256' },
  { since: '0.7', value: 'padded', source: 'vllm 0.7: 576 entries aligned to 256 bytes, so 640' },
  { since: '0.8', value: 'latent', source: 'vllm 0.8.5: no alignment in the V1 engine' },
];

/** Block layout of DeepSeek-V4: by columns of equal pages, packed, or as wide as its widest group. */
export type CompressedLayout = 'columns' | 'packed' | 'widest';

const compressedRows: readonly VersionedRow<CompressedLayout>[] = [
  { since: '0.1', value: 'columns', source: '_get_kv_cache_config_deepseek_v4 of vllm 0.21.0' },
  { since: '0.23', value: 'packed', source: '_get_kv_cache_config_packed of vllm 0.25.1' },
  { since: '0.27', value: 'widest', source: '_get_packed_kv_cache_layout of vllm 0.27.1' },
];

/** Rules by which a version cuts the KV cache into blocks. */
export interface KvRules {
  readonly local: LocalLayers;
  readonly groupSlack: number;
  /** Whether state layers take their blocks from the pool; the V0 engine kept them aside. */
  readonly statesInPool: boolean;
  readonly latent: LatentCache;
  readonly compressed: CompressedLayout;
  /** Whether sequences are counted in bytes of the first group, not in blocks. */
  readonly countsBytes: boolean;
}

export function kvRules(version: string): KvRules {
  return {
    local: valueAt(localRows, version) ?? localRows[localRows.length - 1].value,
    groupSlack: valueAt(groupSlackRows, version) ?? 1.5,
    statesInPool: !covers({ since: '0.1', until: '0.10' }, version),
    latent: valueAt(latentRows, version) ?? 'latent',
    compressed: valueAt(compressedRows, version) ?? 'widest',
    // get_max_concurrency_for_kv_cache_config: bytes in 0.26.0, blocks in 0.27.1.
    countsBytes: covers({ since: '0.1', until: '0.27' }, version),
  };
}

/** Batches whose tokens a local layer keeps: asynchronous scheduling prepares the next step. */
export function batchesInFlight(version: string, pipeline: number): number {
  return valueAt(batchesRows, version) === false ? 1 : pipeline + 1;
}

/** Whether `vllm serve` caches prefixes of a model with state layers when no flag says so. */
export function cachesHybridPrefixes(version: string): boolean {
  // arg_utils.py excludes hybrids up to 0.27.1; ModelConfig called it experimental before.
  return !covers({ since: '0.1', until: '0.28' }, version);
}

/** `mamba_cache_mode` that prefix caching sets, vllm/model_executor/models/config.py. */
export function stateMode(version: string, kind: string, speculative: boolean): StateMode {
  const chunked = kind === 'mamba2';
  // Up to 0.14 other layers than Mamba-2 switched prefix caching off.
  if (covers({ since: '0.1', until: '0.15' }, version)) return chunked ? 'all' : 'none';
  if (covers({ since: '0.20', until: '0.22' }, version) && speculative) return 'align';
  return chunked && covers({ since: '0.15', until: '0.28' }, version) ? 'all' : 'align';
}

/** Blocks of states that one sequence holds beside those of draft tokens. */
export function stateCopies(version: string, kind: string, mode: StateMode): number {
  if (mode === 'none') return 1;
  // Mamba-2 exports the boundary state from inside a prefill since 0.29.
  return kind === 'mamba2' && !covers({ since: '0.1', until: '0.29' }, version) ? 3 : 2;
}

/** Whether draft tokens take blocks of states of their own. */
export function keepsDraftStates(version: string): boolean {
  // MambaSpec.max_memory_usage_bytes ignores them in 0.14.1 and counts them in 0.15.0.
  return !covers({ since: '0.1', until: '0.15' }, version);
}

/** Whether the convolution of a kind looks back over draft tokens too. */
export function convolvesDrafts(version: string, kind: string): boolean {
  if (kind === 'mamba2') return !covers({ since: '0.1', until: '0.17' }, version);
  if (kind === 'kda') return !covers({ since: '0.1', until: '0.27' }, version);
  return true;
}

/** Tokens whose multiple a block of latent attention beside state layers must be. */
export function latentAlignment(version: string): number {
  // MLA decode kernels want 128 / kernel block physical blocks since 0.27, 64 before.
  return covers({ since: '0.1', until: '0.27' }, version) ? 64 : 128;
}

/** Whether `auto` follows the KV type that a quantized checkpoint states. */
export function followsCheckpoint(version: string): boolean {
  // resolve_kv_cache_dtype_string and kv_cache_scheme are read in 0.14.1 and later.
  return !covers({ since: '0.1', until: '0.14' }, version);
}

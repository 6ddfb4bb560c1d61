import { type CompressedLayout, kvRules } from '../engines/vllm/kv-rules';
import type { AttentionGeometry, ModelGeometry } from '../facts/model/geometry';
import type { BlockGroup, BlockPool } from './block-pool';
import type { ResolvedEngine } from './engine-settings';
import { fullestStage, type KvOptions } from './kv-geometry';

/** One cache of one layer, as DeepSeek-V4 registers several in vllm/models/deepseek_v4. */
interface Cache {
  readonly pageBytes: number;
  readonly blockTokens: number;
  /** Absent for caches of the whole context. */
  readonly window?: number;
}

/** Tokens of a page of each cache; the compressor's pages must not outgrow those of tokens. */
const WINDOW_TOKENS = 64;
const COMPRESSOR_TOKENS: Readonly<Record<number, number>> = { 4: 4, 128: 8 };

/** Fine ratios build two overlapping entries at once. */
const OVERLAPPING_RATIO = 4;
const FLOAT32 = 4;

/** Bytes of an entry: 448 numbers in fp8, 64 rotary ones in bf16, and 8 of scales. */
const PACKED_ENTRY = 584;
/** Bytes of an indexer key of 128 numbers: allocated as for fp8 also where it is kept in fp4. */
const indexerEntry = (bytes: number): number => bytes * 2 + 4;

/** Pages are multiples of these: FlashMLA's packed entries, FlashInfer's plain ones. */
const ALIGNMENT = { packed: 576, plain: 512 };

/**
 * DeepSeek-V4 beside its compressed entries keeps a window of whole ones and the states of its
 * compressors, each in pages of a few tokens. All tokens of a prefill pass through those pages, so
 * it is `max-num-batched-tokens` that sizes a sequence.
 */
export function compressedPool(
  model: ModelGeometry,
  options: KvOptions,
  engine: ResolvedEngine,
  bytes: number,
  tokensInFlight: number,
): BlockPool {
  const { compressed: layout, countsBytes } = kvRules(engine.version);
  const caches = fullestStage(model, options).flatMap(({ attention }) =>
    cachesOf(attention, options, engine.blockSize),
  );
  const [whole, ...windows] = buckets(caches);
  const depth = groupDepth(whole, windows);
  const all = [whole, ...windows.flatMap((bucket) => divide(fitTo(bucket, whole), depth))];
  const blockBytes = bytesOf(all, layout);
  const first = pageSum(all[0]);
  const groups: BlockGroup[] = all.map((group) => ({
    kind: 'compressed',
    blockSize: group[0].blockTokens,
    window: group[0].window,
    share: countsBytes ? pageSum(group) / first : undefined,
  }));
  return {
    groups,
    blockSize: engine.blockSize,
    blocks: Math.floor(bytes / blockBytes),
    blockBytes,
    tokensInFlight,
  };
}

function cachesOf(attention: AttentionGeometry, options: KvOptions, blockTokens: number): Cache[] {
  const { keyDim, window, compressRatio = 0, indexerBytesPerToken: key } = attention;
  const packed = options.latentLayout !== undefined;
  const entry = packed ? PACKED_ENTRY : keyDim * options.kvBytes;
  const page = (bytes: number): number => {
    const unit = packed ? ALIGNMENT.packed : ALIGNMENT.plain;
    return Math.ceil(bytes / unit) * unit;
  };
  const recent = { pageBytes: page(WINDOW_TOKENS * entry), blockTokens: WINDOW_TOKENS, window };
  if (compressRatio === 0) return [recent];
  const entries = blockTokens / compressRatio;
  const overlap = compressRatio === OVERLAPPING_RATIO ? 2 : 1;
  const states = COMPRESSOR_TOKENS[compressRatio] ?? WINDOW_TOKENS;
  // Values and gates of every token that the compressor may still need.
  const compressor = (width: number): Cache => ({
    pageBytes: page(states * 2 * overlap * width * FLOAT32),
    blockTokens: states,
    window: overlap * compressRatio,
  });
  const kept = [recent, { pageBytes: page(entries * entry), blockTokens }, compressor(keyDim)];
  if (key === undefined) return kept;
  const indexer = { pageBytes: page(entries * indexerEntry(key)), blockTokens };
  return [...kept, indexer, compressor(key * 2)];
}

/** Caches that share a block table: those of the whole context first, then one for each window. */
function buckets(caches: readonly Cache[]): readonly (readonly Cache[])[] {
  const byKind = new Map<string, Cache[]>([['', []]]);
  for (const cache of caches) {
    const key = cache.window === undefined ? '' : `${cache.blockTokens} ${cache.window}`;
    const bucket = byKind.get(key);
    if (bucket) bucket.push(cache);
    else byKind.set(key, [cache]);
  }
  return [...byKind.values()].filter((bucket) => bucket.length > 0);
}

/** Layers of the commonest page, which set how many repeats of the pattern a group has. */
function repeats(bucket: readonly Cache[]): number {
  return Math.max(...[...bySize(bucket).values()].map(({ length }) => length));
}

/** The depth, from that of the whole context up, at which groups need the least padding. */
function groupDepth(whole: readonly Cache[], windows: readonly (readonly Cache[])[]): number {
  const depths = [whole, ...windows].map(repeats);
  const padding = (depth: number): number =>
    depths.reduce((sum, each) => sum + (Math.ceil(each / depth) * depth - each), 0);
  let best = depths[0];
  for (let depth = best + 1; depth <= Math.max(...depths); depth += 1) {
    if (padding(depth) <= padding(best)) best = depth;
  }
  return best;
}

/** Pages grow to the next size that the whole context has. */
function fitTo(bucket: readonly Cache[], whole: readonly Cache[]): readonly Cache[] {
  const sizes = [...bySize(whole).keys()];
  return bucket.map((cache) => {
    const larger = sizes.filter((size) => size >= cache.pageBytes);
    return larger.length > 0 ? { ...cache, pageBytes: Math.min(...larger) } : cache;
  });
}

/** As many groups as it takes for none to be deeper; layers are dealt out in turn. */
function divide(bucket: readonly Cache[], depth: number): Cache[][] {
  const count = Math.ceil(repeats(bucket) / depth);
  return Array.from({ length: count }, (_, group) =>
    [...bySize(bucket).values()].flatMap((sized) =>
      sized.filter((_, index) => index % count === group),
    ),
  );
}

function bytesOf(groups: readonly (readonly Cache[])[], layout: CompressedLayout): number {
  if (layout === 'widest') return Math.max(...groups.map(pageSum));
  const deepest = new Map<number, number>();
  for (const group of groups) {
    for (const [size, { length }] of bySize(group)) {
      deepest.set(size, Math.max(length, deepest.get(size) ?? 0));
    }
  }
  const slots = [...deepest];
  if (layout === 'packed') return slots.reduce((sum, [size, count]) => sum + size * count, 0);
  const depth = Math.max(...slots.map(([, count]) => count));
  return depth * slots.reduce((sum, [size]) => sum + size, 0);
}

function bySize(bucket: readonly Cache[]): Map<number, Cache[]> {
  const sizes = new Map<number, Cache[]>();
  for (const cache of bucket) {
    const sized = sizes.get(cache.pageBytes);
    if (sized) sized.push(cache);
    else sizes.set(cache.pageBytes, [cache]);
  }
  return sizes;
}

function pageSum(group: readonly Cache[]): number {
  return group.reduce((sum, { pageBytes }) => sum + pageBytes, 0);
}

import type { ModelGeometry } from '../facts/model/geometry';
import type { ResolvedEngine } from './engine-settings';
import { type KvOptions, kvLayerPages } from './kv-geometry';

/** Layers that share a block table. */
export interface BlockGroup {
  readonly kind: string;
  /** Tokens of one block of this group. */
  readonly blockSize: number;
  readonly window?: number;
}

/** The KV cache of one rank as the engine allocates it: equal blocks that all groups share. */
export interface BlockPool {
  readonly groups: readonly BlockGroup[];
  readonly blockSize: number;
  readonly blocks: number;
  /** Tokens a prefill may have in flight beyond a window. */
  readonly tokensInFlight: number;
}

/**
 * The engine groups layers of equal pages, gives every group the same number of layers and cuts
 * the bytes into blocks of one group; checked on 26 configurations of vLLM 0.32.0.
 */
export function blockPool(
  model: ModelGeometry,
  options: KvOptions,
  engine: ResolvedEngine,
  bytes: number,
): BlockPool {
  const pages = kvLayerPages(model, options).filter(({ bytesPerToken }) => bytesPerToken > 0);
  const perGroup = layersPerGroup(pages.map(({ layers }) => layers));
  const widest = Math.max(...pages.map(({ bytesPerToken }) => bytesPerToken), 0);
  const groups = pages.flatMap((page) =>
    Array.from({ length: Math.ceil(page.layers / perGroup) }, () => ({
      kind: page.kind,
      // Narrow layers take a longer block so that every page has the same bytes.
      blockSize: engine.blockSize * Math.floor(widest / page.bytesPerToken),
      window: page.window,
    })),
  );
  const pageBytes = engine.blockSize * widest * perGroup;
  return {
    groups,
    blockSize: engine.blockSize,
    blocks: pageBytes > 0 ? Math.floor(bytes / pageBytes) : 0,
    tokensInFlight: engine.maxNumBatchedTokens,
  };
}

// vLLM takes the smallest bucket as the size of a group unless the largest is nearly as small.
function layersPerGroup(buckets: readonly number[]): number {
  const smallest = Math.min(...buckets);
  const largest = Math.max(...buckets);
  return largest < 1.5 * smallest ? largest : smallest;
}

/** Blocks that one sequence of `tokens` needs at admission. */
export function blocksFor(pool: BlockPool, tokens: number): number {
  return pool.groups.reduce((sum, group) => sum + blocksOf(group, pool, tokens), 0);
}

/** Blocks that one sequence holds while it decodes: prefill in flight no longer counts. */
export function residentBlocks(pool: BlockPool, tokens: number): number {
  return blocksFor({ ...pool, tokensInFlight: 1 }, tokens);
}

function blocksOf(group: BlockGroup, pool: BlockPool, tokens: number): number {
  if (group.window === undefined) return Math.ceil(tokens / group.blockSize);
  const kept = Math.min(group.window - 1 + pool.tokensInFlight, tokens);
  return Math.ceil(kept / group.blockSize) + 1;
}

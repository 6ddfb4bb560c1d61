import type { LayerGeometry, ModelGeometry } from '../facts/model/geometry';
import type { BlockGroup, BlockPool } from './block-pool';
import { firstTokenBytes } from './cache-bytes';
import type { ResolvedEngine } from './engine-settings';
import { fullestStage, type KvLayerGroup, type KvOptions, kvLayerPages } from './kv-geometry';

/** Tokens of a page: SGLang hands out single tokens, TensorRT-LLM blocks of 32. */
const PAGE_TOKENS: Readonly<Record<string, number>> = { sglang: 1, 'tensorrt-llm': 32 };

/**
 * What SGLang gives layers that are not whole: `swa_full_tokens_ratio` 0.8 of the tokens to
 * sliding ones, and to states 0.9 of what the tokens get (`mamba_full_memory_ratio`). The share of
 * the windows of DeepSeek-V4 is assumed.
 */
const SGLANG = { slidingShare: 0.8, stateRatio: 0.9, compressedWindowShare: 0.1 };

/** The KV cache of engines that count tokens of all layers together. */
export function tokenPool(
  model: ModelGeometry,
  options: KvOptions,
  { name, maxNumBatchedTokens }: ResolvedEngine,
  bytes: number,
): BlockPool {
  const pages = kvLayerPages(model, options);
  const page = PAGE_TOKENS[name] ?? 1;
  const states = pages.some(({ bytesPerToken }) => bytesPerToken === 0);
  const forTokens = name === 'sglang' && states ? bytes / (1 + SGLANG.stateRatio) : bytes;
  const perToken =
    pages.reduce((sum, each) => sum + tokenBytes(each, name), 0) +
    compressedBytes(fullestStage(model, options), options);
  const blockBytes = perToken * page;
  const group: BlockGroup = { kind: 'full', blockSize: page };
  return {
    groups: perToken > 0 ? [group] : [],
    blockSize: page,
    blocks: blockBytes > 0 ? Math.floor(forTokens / blockBytes) : 0,
    blockBytes,
    tokensInFlight: maxNumBatchedTokens,
  };
}

function tokenBytes({ kind, layers, bytesPerToken }: KvLayerGroup, name: string): number {
  if (kind === 'compressed') return 0;
  const share = name === 'sglang' && kind === 'sliding' ? SGLANG.slidingShare : 1;
  return layers * bytesPerToken * share;
}

/** Entries that each stand for several tokens, beside the windows of whole ones. */
function compressedBytes(layers: readonly LayerGeometry[], options: KvOptions): number {
  return layers.reduce((sum, { attention }) => {
    const { kind, compressRatio = 0, indexerBytesPerToken = 0 } = attention;
    if (kind !== 'compressed') return sum;
    const entry = firstTokenBytes(attention, options);
    const shared = compressRatio > 0 ? (entry + indexerBytesPerToken) / compressRatio : 0;
    return sum + shared + entry * SGLANG.compressedWindowShare;
  }, 0);
}

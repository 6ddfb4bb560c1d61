import { batchesInFlight, type KvRules, kvRules } from '../engines/vllm/kv-rules';
import type { ModelGeometry } from '../facts/model/geometry';
import type { BlockGroup, BlockPool } from './block-pool';
import { compressedPool } from './compressed-pool';
import type { ResolvedEngine } from './engine-settings';
import { type KvLayerGroup, type KvOptions, kvLayerPages, mergeUniform } from './kv-geometry';
import { stateAlignment, statesOf } from './state-groups';
import { tokenPool } from './token-pool';

export type { BlockGroup, BlockPool } from './block-pool';

/**
 * The engine groups layers of equal pages, gives every group the same number of layers and cuts
 * the bytes into blocks of one group; checked on 26 configurations of vLLM 0.32.0, and for state
 * layers on start-up logs of Qwen3.5 and Qwen3.6.
 */
export function blockPool(
  model: ModelGeometry,
  options: KvOptions,
  engine: ResolvedEngine,
  bytes: number,
): BlockPool {
  if (engine.name !== 'vllm') return tokenPool(model, options, engine, bytes);
  const batches = batchesInFlight(engine.version, options.pipeline);
  const tokensInFlight = batches * engine.maxNumBatchedTokens;
  if (model.layers.some(({ attention }) => attention.kind === 'compressed')) {
    return compressedPool(model, options, engine, bytes, tokensInFlight);
  }
  const rules = kvRules(engine.version);
  const pages = inPool(kvLayerPages(model, options), rules, options);
  const perGroup = layersPerGroup(
    pages.map(({ layers }) => layers),
    rules.groupSlack,
  );
  const shared = options.decodeContext;
  const widest = Math.max(...pages.map((page) => pageBytes(page, shared)), 0);
  const state = Math.max(...pages.map(stateOf), 0);
  const blockSize = blockTokens(engine, pages, widest, state);
  const groups = pages.flatMap((page) =>
    Array.from({ length: Math.ceil(page.layers / perGroup) }, () =>
      page.bytesPerToken > 0
        ? attendingGroup(page, blockSize, widest, shared)
        : statesOf(page.kind, blockSize, engine),
    ),
  );
  const blockBytes = (widest > 0 ? blockSize * widest : state) * perGroup;
  return {
    groups,
    blockSize,
    blocks: blockBytes > 0 ? Math.floor(bytes / blockBytes) : 0,
    blockBytes: groups.length > 0 ? blockBytes : 0,
    tokensInFlight,
  };
}

/** What takes blocks from the pool, local layers being whole where the engine keeps one type. */
function inPool(
  pages: readonly KvLayerGroup[],
  { local, statesInPool }: KvRules,
  { eagle, draft }: KvOptions,
): readonly KvLayerGroup[] {
  const present = statesInPool ? pages : pages.filter(({ bytesPerToken }) => bytesPerToken > 0);
  if (!present.some(({ kind }) => kind === 'full')) return present;
  // Chunked layers do not go with draft layers: vllm/config/vllm.py, 0.10.1 to 0.32.0.
  const apart = { sliding: local.sliding, chunked: local.chunked && !eagle && !draft };
  const isWhole = ({ kind }: KvLayerGroup) =>
    (kind === 'sliding' && !apart.sliding) || (kind === 'chunked' && !apart.chunked);
  if (!present.some(isWhole)) return present;
  return mergeUniform(
    present.map((page) => (isWhole(page) ? { ...page, kind: 'full', window: undefined } : page)),
  );
}

/** Bytes of one cached token on one rank: ranks that share a context cache every nth token whole. */
function pageBytes({ kind, bytesPerToken }: KvLayerGroup, shared: number): number {
  return isShared(kind) ? bytesPerToken * shared : bytesPerToken;
}

function isShared(kind: string): boolean {
  return kind === 'full' || kind === 'mla';
}

/** Narrow layers take a longer block so that every page has the same bytes, or are padded. */
function attendingGroup(
  page: KvLayerGroup,
  blockSize: number,
  widest: number,
  shared: number,
): BlockGroup {
  const ratio = widest / pageBytes(page, shared);
  const tokens = blockSize * (Number.isInteger(ratio) ? ratio : 1);
  const { kind, window } = page;
  return { kind, blockSize: isShared(kind) ? tokens * shared : tokens, window };
}

function stateOf({ bytesPerToken, stateBytes }: KvLayerGroup): number {
  return bytesPerToken > 0 ? 0 : stateBytes;
}

/** A block of tokens is stretched until its page holds the state of one sequence. */
function blockTokens(
  engine: ResolvedEngine,
  pages: readonly KvLayerGroup[],
  widest: number,
  state: number,
): number {
  if (widest === 0 || state === 0) return engine.blockSize;
  const step = stateAlignment(pages, engine);
  const needed = step * Math.ceil(state / (step * widest));
  return Math.max(needed, engine.statedBlockSize ?? 0);
}

// vLLM takes the smallest bucket as the size of a group unless the largest is nearly as small.
function layersPerGroup(buckets: readonly number[], slack: number): number {
  const smallest = Math.min(...buckets);
  const largest = Math.max(...buckets);
  return largest < slack * smallest ? largest : smallest;
}

/** Blocks that one sequence of `tokens` needs at admission. */
export function blocksFor(pool: BlockPool, tokens: number): number {
  const blocks = pool.groups.reduce(
    (sum, group) => sum + blocksOf(group, pool, tokens) * (group.share ?? 1),
    0,
  );
  return Math.ceil(blocks);
}

/** Blocks that one sequence holds while it decodes: prefill in flight no longer counts. */
export function residentBlocks(pool: BlockPool, tokens: number): number {
  return blocksFor({ ...pool, tokensInFlight: 1 }, tokens);
}

function blocksOf(group: BlockGroup, pool: BlockPool, tokens: number): number {
  const { kind, blockSize, window, stateBlocks, extraBlocks = 0 } = group;
  if (stateBlocks !== undefined) return stateBlocks;
  if (window === undefined) return Math.ceil(tokens / blockSize) + extraBlocks;
  // A chunk begins where a block does; a window begins anywhere.
  const chunk = kind === 'chunked';
  const kept = Math.min(window - (chunk ? 0 : 1) + pool.tokensInFlight, tokens);
  return Math.ceil(kept / blockSize) + (chunk ? 0 : 1);
}

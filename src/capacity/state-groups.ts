import {
  keepsDraftStates,
  latentAlignment,
  type StateMode,
  stateCopies,
  stateMode,
} from '../engines/vllm/kv-rules';
import type { BlockGroup } from './block-pool';
import type { ResolvedEngine } from './engine-settings';
import type { KvLayerGroup } from './kv-geometry';

/** Tokens of a chunk where a Mamba configuration states none: ModelConfig.get_mamba_chunk_size. */
const CHUNK_TOKENS = 2048;

/** A group of layers that keep a state: a few blocks, or one for every block of tokens. */
export function statesOf(kind: string, blockSize: number, engine: ResolvedEngine): BlockGroup {
  const { version, speculative } = engine;
  const mode = modeOf(kind, engine);
  const drafts = keepsDraftStates(version) ? (speculative?.tokens ?? 0) : 0;
  if (mode === 'all') return { kind, blockSize, extraBlocks: drafts };
  return { kind, blockSize, stateBlocks: stateCopies(version, kind, mode) + drafts };
}

/** Tokens whose multiple a block beside state layers is. */
export function stateAlignment(pages: readonly KvLayerGroup[], engine: ResolvedEngine): number {
  const latent = pages.some(({ kind }) => kind === 'mla') ? latentAlignment(engine.version) : 1;
  const kernels = Math.max(engine.blockSize, latent);
  const states = pages.filter(({ bytesPerToken }) => bytesPerToken === 0);
  const chunks = states
    .filter(({ kind }) => modeOf(kind, engine) === 'all')
    .map(({ chunkTokens = CHUNK_TOKENS }) => chunkTokens);
  return chunks.reduce(leastCommonMultiple, kernels);
}

function modeOf(kind: string, { version, prefixCaching, speculative }: ResolvedEngine): StateMode {
  return prefixCaching ? stateMode(version, kind, speculative !== undefined) : 'none';
}

function leastCommonMultiple(a: number, b: number): number {
  return (a * b) / greatestCommonDivisor(a, b);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

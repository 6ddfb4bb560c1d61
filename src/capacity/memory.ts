import { valueAt } from '../engines/by-version';
import { takenBeforeGiB } from '../engines/sglang/memory-rules';
import { besideWeightsGiB } from '../engines/tensorrt-llm/memory-rules';
import { kvCacheLogRows } from '../engines/vllm/kv-rules';
import { countsGraphs, cudaGraphGiB, nonTorchGiB } from '../engines/vllm/memory-rules';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { ModelGeometry } from '../facts/model/geometry';
import { profiledPeakGiB } from './activation';
import { kvOptions, type ResolvedEngine } from './engine-settings';
import { type BlockPool, blockPool, blocksFor } from './kv-blocks';
import { kvBytesPerToken, stateBytesPerSequence } from './kv-geometry';
import { type LoraBytes, loraBytes } from './lora';
import type { Parallelism } from './parallelism';
import type { MeasuredRequest } from './request';
import type { WeightShare } from './weights';

export const GIB = 2 ** 30;

export interface MemoryInputs {
  readonly model: ModelGeometry;
  readonly accelerator: AcceleratorRow;
  readonly engine: ResolvedEngine;
  readonly parallelism: Parallelism;
  readonly weights: WeightShare;
  readonly measured?: MeasuredRequest;
  /** Tokens of the mean request: a context that cannot take it serves nobody. */
  readonly leastContext: number;
}

/** The memory of one GPU, in GiB, and the KV pool of one data-parallel rank. */
export interface MemoryBudget {
  readonly weightsGiB: number;
  readonly nonTorchGiB: number;
  readonly activationGiB: number;
  readonly cudaGraphGiB: number;
  /** Adapters, on the GPU and on the host; absent where there are none. */
  readonly lora?: LoraBytes;
  /** Negative where the rest leaves nothing. */
  readonly kvCacheGiB: number;
  readonly kvBytesPerToken: number;
  readonly stateBytesPerSequence: number;
  readonly pool: BlockPool;
  /** vLLM does not start with a context that its pool cannot hold; the others cut what is longer. */
  readonly mustHoldContext: boolean;
  /** What `max-model-len` becomes. */
  readonly maxModelLen: number;
  /** What `max-num-seqs` becomes. */
  readonly maxNumSeqs: number;
  /** As the engine's log line of this version counts. */
  readonly kvCacheTokens: number;
  readonly maxConcurrency: number;
}

/**
 * Budget of one GPU: the engine takes its share of the memory it sees and gives to the KV cache
 * what weights, context, activations and CUDA graphs leave.
 */
export function memoryBudget(inputs: MemoryInputs): MemoryBudget {
  const { model, engine, parallelism, weights, measured } = inputs;
  const weightsGiB = measured?.weightsGiBPerGpu ?? weights.bytes / GIB;
  const lora = engine.lora && loraBytes(model, engine.version, engine.lora, parallelism);
  const held = { ...inputs, weightsGiB: weightsGiB + (lora?.gpu ?? 0) / GIB };
  const beside = budgetOf(held);
  const kvCacheGiB = measured?.kvCacheGiBPerGpu ?? beside.leftGiB;
  const options = kvOptions(engine, parallelism);
  const estimate = blockPool(model, options, engine, Math.max(0, kvCacheGiB) * GIB);
  const pool = measuredPool(
    estimate,
    measured,
    engine,
    engine.maxModelLen ?? model.maxContextTokens,
  );
  // The engine refuses a context that one sequence cannot fill.
  const maxModelLen =
    engine.maxModelLen ??
    longestContext(pool, model.maxContextTokens, inputs.leastContext) ??
    model.maxContextTokens;
  const maxConcurrency = concurrencyAt(pool, maxModelLen);
  return {
    weightsGiB,
    nonTorchGiB: beside.nonTorchGiB,
    activationGiB: beside.activationGiB,
    cudaGraphGiB: beside.cudaGraphGiB,
    lora,
    kvCacheGiB,
    kvBytesPerToken: kvBytesPerToken(model, options),
    stateBytesPerSequence: stateBytesPerSequence(model, options),
    pool,
    mustHoldContext: engine.name !== 'sglang' && engine.name !== 'tensorrt-llm',
    maxModelLen,
    maxNumSeqs: admitted(pool, engine),
    kvCacheTokens: measured?.kvCacheTokens ?? loggedTokens(pool, engine, maxModelLen),
    maxConcurrency,
  };
}

/** Sequences of `tokens` that the pool holds at once; 0 for a model that keeps no cache. */
export function concurrencyAt(pool: BlockPool, tokens: number): number {
  return pool.blocks === 0 ? 0 : pool.blocks / blocksFor(pool, tokens);
}

/** The pool behind the tokens a log line counted at that context. */
function measuredPool(
  pool: BlockPool,
  measured: MeasuredRequest | undefined,
  engine: ResolvedEngine,
  maxModelLen: number,
): BlockPool {
  const tokens = measured?.kvCacheTokens;
  if (tokens === undefined || pool.groups.length === 0) return pool;
  const blocks = countsBlocks(engine)
    ? (tokens / loggedBlock(pool)) * pool.groups.length
    : (tokens / maxModelLen) * blocksFor(pool, maxModelLen);
  return { ...pool, blocks: Math.round(blocks) };
}

/** The engine does not start with more sequences than it has blocks for their states. */
function admitted(pool: BlockPool, { maxNumSeqs }: ResolvedEngine): number {
  const holdsStates = pool.groups.some(
    ({ stateBlocks, extraBlocks }) => stateBlocks !== undefined || extraBlocks !== undefined,
  );
  return holdsStates && pool.blocks > 0 ? Math.min(maxNumSeqs, pool.blocks) : maxNumSeqs;
}

interface Beside {
  readonly nonTorchGiB: number;
  readonly activationGiB: number;
  readonly cudaGraphGiB: number;
  /** For the cache. */
  readonly leftGiB: number;
}

/** How each engine divides the memory of a GPU that already holds the weights. */
function budgetOf(inputs: MemoryInputs & { readonly weightsGiB: number }): Beside {
  const { model, accelerator, engine, parallelism, weightsGiB } = inputs;
  const { memoryGiB, vendor } = accelerator;
  const share = engine.gpuMemoryUtilization;
  const ranks = parallelism.tensor * parallelism.pipeline;
  const activationGiB = profiledPeakGiB(model, engine, parallelism);
  const graphs = cudaGraphGiB(engine.startup.captureSizes.length);
  if (engine.name === 'sglang') {
    const nonTorch = takenBeforeGiB(ranks);
    const leftGiB = memoryGiB * share - weightsGiB - nonTorch;
    return { nonTorchGiB: nonTorch, activationGiB, cudaGraphGiB: graphs, leftGiB };
  }
  if (engine.name === 'tensorrt-llm') {
    const tokens = engine.maxNumBatchedTokens;
    const nonTorch = besideWeightsGiB(ranks, { tokens, hiddenSize: model.hiddenSize });
    const leftGiB = (memoryGiB - weightsGiB - nonTorch) * share;
    return { nonTorchGiB: nonTorch, activationGiB: 0, cudaGraphGiB: 0, leftGiB };
  }
  const nonTorch = nonTorchGiB({ ranks, vendor });
  const counted = countsGraphs(engine.version) ? graphs : 0;
  return {
    nonTorchGiB: nonTorch,
    activationGiB,
    cudaGraphGiB: counted,
    leftGiB: memoryGiB * share - weightsGiB - nonTorch - activationGiB - counted,
  };
}

function loggedTokens(pool: BlockPool, engine: ResolvedEngine, maxModelLen: number): number {
  if (pool.blocks === 0) return 0;
  if (countsBlocks(engine)) return Math.floor(pool.blocks / pool.groups.length) * loggedBlock(pool);
  return Math.floor(concurrencyAt(pool, maxModelLen) * maxModelLen);
}

/** Whether the log counts blocks of one group, and not sequences of `max-model-len`. */
function countsBlocks({ name, version }: ResolvedEngine): boolean {
  return name !== 'vllm' || valueAt(kvCacheLogRows, version) === 'blocks';
}

/** The smallest block of all groups, times the ranks that share a context. */
function loggedBlock({ groups }: BlockPool): number {
  return Math.min(...groups.map(({ blockSize }) => blockSize));
}

/**
 * The longest context that one sequence can fill: `limit`, or the largest multiple of 1,024 tokens
 * below it; none where the pool holds less than `least`.
 */
export function longestContext(pool: BlockPool, limit: number, least: number): number | undefined {
  if (concurrencyAt(pool, limit) >= 1) return limit;
  let low = 0;
  let high = Math.ceil(limit / 1024);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (concurrencyAt(pool, middle * 1024) >= 1) low = middle;
    else high = middle;
  }
  return low > 0 && low * 1024 >= least ? low * 1024 : undefined;
}

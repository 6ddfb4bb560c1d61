import {
  activationBaseGiB,
  holdsEncoder,
  profiledItem,
  samplerBytesPerEntry,
} from '../engines/vllm/memory-rules';
import type { LayerGeometry, ModelGeometry } from '../facts/model/geometry';
import type { ResolvedEngine } from './engine-settings';
import type { Parallelism } from './parallelism';

const GIB = 2 ** 30;
const BF16 = 2;
/** Residual, input, its norm and the output of a block are alive at once. */
const HIDDEN_COPIES = 4;
/** Tokens of a chunk of the linear-attention kernels, which keep one state each. */
const STATE_CHUNK = 64;
/** Convolved, expanded and rewritten queries, keys and values of a state layer. */
const STATE_COPIES = 12;

/** GiB of the profiled peak: the widest of sampler, prefill step and, where there is one, encoder. */
export function profiledPeakGiB(
  model: ModelGeometry,
  engine: ResolvedEngine,
  parallelism: Parallelism,
): number {
  const sampler =
    engine.maxNumSeqs * model.vocabSize * samplerBytesPerEntry(engine.version, runnerModel(model));
  const prefill = engine.maxNumBatchedTokens * prefillBytesPerToken(model, parallelism);
  const decoder = Math.max(sampler, prefill);
  const encoder = encoderBytes(model, parallelism.tensor);
  const peak = holdsEncoder(engine.version)
    ? decoder + encoder + itemBytes(model)
    : Math.max(decoder, encoder);
  return peak / GIB + activationBaseGiB;
}

/** Bytes that a token takes in the widest layer of a prefill step. */
export function prefillBytesPerToken(model: ModelGeometry, parallelism: Parallelism): number {
  const inner = model.layers.map((layer) =>
    Math.max(mlpEntries(layer, model.hiddenSize, parallelism), stateEntries(layer, parallelism)),
  );
  return (HIDDEN_COPIES * model.hiddenSize + Math.max(0, ...inner)) * BF16;
}

/** Gate and up, and their product: for the dense width, and once more for each chosen expert. */
function mlpEntries({ mlp }: LayerGeometry, hidden: number, parallelism: Parallelism): number {
  const { tensor, expert } = parallelism;
  const { perToken = 0, intermediateSize = 0 } = mlp.experts ?? {};
  const dense = (3 * (mlp.activeIntermediateSize - perToken * intermediateSize)) / tensor;
  const width = expert ? intermediateSize : intermediateSize / tensor;
  // The first cache of the fused kernel takes the inputs of the activation and then the outputs.
  return dense + perToken * (Math.max(2 * width, perToken > 0 ? hidden : 0) + width);
}

function stateEntries({ attention }: LayerGeometry, { tensor }: Parallelism): number {
  if (!attention.state || attention.kind === 'compressed') return 0;
  const { heads } = attention.state;
  const states = (heads * attention.keyDim * attention.valueDim) / STATE_CHUNK;
  return (STATE_COPIES * heads * attention.valueDim + states) / tensor;
}

/** Feed-forward and copies of the patches of the largest item, where the tower takes any size. */
function encoderBytes({ encoder }: ModelGeometry, tensor: number): number {
  if (!encoder?.takesAnySize) return 0;
  const { hiddenSize, intermediateSize } = encoder;
  const patches = profiledItem.tokens * profiledItem.patchesPerToken;
  return patches * (HIDDEN_COPIES * hiddenSize + (2 * intermediateSize) / tensor) * BF16;
}

/** The pixels of that item, and its outputs twice: as computed and as padded to the budget. */
function itemBytes({ encoder, hiddenSize }: ModelGeometry): number {
  if (!encoder?.takesAnySize) return 0;
  const { tokens, patchesPerToken, valuesPerPatch } = profiledItem;
  return tokens * (patchesPerToken * valuesPerPatch + 2 * encoder.outputs * hiddenSize) * BF16;
}

function runnerModel(model: ModelGeometry): { modelType: string; isDense: boolean } {
  const isDense = model.layers.every(({ attention, mlp }) => !attention.state && !mlp.experts);
  return { modelType: model.modelType, isDense };
}

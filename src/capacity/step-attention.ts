import { kernelShares } from '../facts/efficiency';
import { kvReadBytes } from './kv-geometry';
import type { StepInputs } from './step-inputs';
import { readMs } from './step-rates';

/** Cache that one sequence reads, or the arithmetic on its latents where that takes longer. */
export function cacheMs(inputs: StepInputs, context: number): number {
  const { model, parallelism, accelerator, kv } = inputs;
  // Sequences of a pipeline are spread over its stages, of which each reads its own layers.
  const read = readMs(inputs, kvReadBytes(model, context, kv)) / kernelShares.kvCacheMemory;
  const flops = model.layers.reduce((sum, { attention }) => {
    const { latentDim, queryHeads, sparseTopK = Infinity } = attention;
    return sum + (latentDim ? 4 * queryHeads * latentDim * Math.min(context, sparseTopK) : 0);
  }, 0);
  const rate = accelerator.denseTflops.bf16 * 1e9 * kernelShares.latentCompute;
  const spread = parallelism.tensor * parallelism.decodeContext * parallelism.pipeline;
  return Math.max(read, flops / (rate * spread));
}

/** Scores and values of one prompt token that sees `context` others. */
export function attentionMs(
  { model, accelerator, parallelism }: StepInputs,
  context: number,
): number {
  const flops = model.layers.reduce((sum, { attention }) => {
    if (attention.kvHeads === 0 && attention.latentDim === undefined) return sum;
    const seen = Math.min(context, attention.window ?? Infinity, attention.sparseTopK ?? Infinity);
    return sum + 2 * attention.queryHeads * (attention.keyDim + attention.valueDim) * seen;
  }, 0);
  const rate = accelerator.denseTflops.bf16 * 1e9 * kernelShares.attentionCompute;
  return flops / (rate * parallelism.tensor * parallelism.pipeline);
}

/** A plan asks about the same context over and over. */
export function remembered(compute: (context: number) => number): (context: number) => number {
  let last = Number.NaN;
  let value = 0;
  return (context) => {
    if (context !== last) {
      value = compute(context);
      last = context;
    }
    return value;
  };
}

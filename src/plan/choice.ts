import type { ChoicePlan } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import type { PlanInputs } from '../capacity/resolve';

/** A candidate in the words of the answer, with the engine arguments it implies. */
export function choicePlan(
  inputs: PlanInputs,
  candidate: Candidate,
  extra: readonly string[] = [],
): ChoicePlan {
  const { parallelism, node } = candidate;
  return {
    ...parallelism,
    node: node.id,
    accelerator: inputs.accelerator.id,
    quantization: inputs.format,
    engineArguments: [...engineArguments(inputs, candidate), ...extra],
  };
}

/** Every number the plan relies on, stated, so that an engine upgrade cannot move it. */
function engineArguments(
  { engine, model, format, request }: PlanInputs,
  candidate: Candidate,
): string[] {
  const { tensor, pipeline, data, expert, decodeContext } = candidate.parallelism;
  const args = [`--tensor-parallel-size=${tensor}`];
  if (pipeline > 1) args.push(`--pipeline-parallel-size=${pipeline}`);
  if (data > 1) args.push(`--data-parallel-size=${data}`);
  if (expert) args.push('--enable-expert-parallel');
  if (decodeContext > 1) args.push(`--decode-context-parallel-size=${decodeContext}`);
  if (candidate.nodes > 1) args.push(`--nnodes=${candidate.nodes}`);
  // Of a model known by measurement only, what is not stated is the engine's business.
  const context = model ? candidate.memory.maxModelLen : engine.maxModelLen;
  if (context !== undefined) args.push(`--max-model-len=${context}`);
  args.push(
    `--max-num-seqs=${candidate.memory.maxNumSeqs}`,
    `--max-num-batched-tokens=${engine.maxNumBatchedTokens}`,
    `--gpu-memory-utilization=${engine.gpuMemoryUtilization}`,
    `--kv-cache-dtype=${engine.kvCacheDtype}`,
  );
  // Left out, the attention backend chooses: MLA kernels refuse 16.
  if (request.engine?.blockSize !== undefined) args.push(`--block-size=${engine.blockSize}`);
  if (model || request.engine?.prefixCaching !== undefined) {
    args.push(engine.prefixCaching ? '--enable-prefix-caching' : '--no-enable-prefix-caching');
  }
  if (engine.enforceEager) args.push('--enforce-eager');
  // A checkpoint that is quantized already says so itself; online quantization must be asked for.
  if (model && format !== model.checkpointFormat) args.push(`--quantization=${format}`);
  if (engine.speculative) {
    const { method, tokens } = engine.speculative;
    args.push(`--speculative-config=${JSON.stringify({ method, num_speculative_tokens: tokens })}`);
  }
  return args;
}

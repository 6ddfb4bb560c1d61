import type { ChoicePlan } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import type { LoraSettings } from '../capacity/lora';
import type { PlanInputs } from '../capacity/resolve';
import { blockSizes } from '../engines/vllm/defaults';
import { onlineFormats } from '../engines/vllm/weight-formats';

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
function engineArguments(inputs: PlanInputs, candidate: Candidate): string[] {
  if (inputs.engine.name !== 'vllm') return [];
  const { engine, model, format, request } = inputs;
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
  const { blockSize } = request.engine ?? {};
  if (blockSize !== undefined && blockSizes.includes(blockSize)) {
    args.push(`--block-size=${blockSize}`);
  }
  if (model || request.engine?.prefixCaching !== undefined) {
    args.push(engine.prefixCaching ? '--enable-prefix-caching' : '--no-enable-prefix-caching');
  }
  if (engine.loadFormat !== 'auto') args.push(`--load-format=${engine.loadFormat}`);
  args.push(...startupArguments(inputs));
  // A checkpoint that is quantized already says so itself; online quantization must be asked for.
  if (model && format !== model.checkpointFormat && onlineFormats.includes(format)) {
    args.push(`--quantization=${format}`);
  }
  if (request.engine?.schedulingPolicy !== undefined) {
    args.push(`--scheduling-policy=${request.engine.schedulingPolicy}`);
  }
  if (request.engine?.languageModelOnly) args.push('--language-model-only');
  if (engine.lora) args.push(...loraArguments(engine.lora));
  if (engine.speculative) {
    const { method, tokens } = engine.speculative;
    args.push(`--speculative-config=${JSON.stringify({ method, num_speculative_tokens: tokens })}`);
  }
  return args;
}

/** What was asked for; the engine's own level and list are its business. */
function startupArguments({ engine, request }: PlanInputs): string[] {
  const { optimizationLevel, cudagraphCaptureSizes } = request.engine ?? {};
  const args = engine.enforceEager ? ['--enforce-eager'] : [];
  if (optimizationLevel !== undefined) args.push(`--optimization-level=${optimizationLevel}`);
  if (cudagraphCaptureSizes) {
    const sizes = [...cudagraphCaptureSizes].sort((a, b) => a - b);
    args.push(`--compilation-config=${JSON.stringify({ cudagraph_capture_sizes: sizes })}`);
  }
  return args;
}

function loraArguments({ modules, maxLoras, maxRank, maxCpuLoras }: LoraSettings): string[] {
  const named = Object.entries(modules).map(([name, path]) => `${name}=${path}`);
  return [
    '--enable-lora',
    `--max-loras=${maxLoras}`,
    `--max-lora-rank=${maxRank}`,
    `--max-cpu-loras=${maxCpuLoras}`,
    // The flag takes every argument up to the next flag.
    ...(named.length > 0 ? ['--lora-modules', ...named] : []),
  ];
}

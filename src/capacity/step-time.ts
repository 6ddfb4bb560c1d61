import type { AcceleratorRow } from '../facts/accelerator-rows';
import { type Efficiency, stepOverheads } from '../facts/efficiency';
import type { ModelGeometry, WeightFormat } from '../facts/model/geometry';
import { type KvOptions, kvReadBytes, stateBytesPerSequence } from './kv-geometry';
import type { Parallelism } from './parallelism';
import type { StepLaw } from './steady-state';
import type { WeightShare } from './weights';

/** What decides how long one engine step takes. */
export interface StepInputs {
  readonly model: ModelGeometry;
  readonly format: WeightFormat;
  readonly weights: WeightShare;
  readonly parallelism: Parallelism;
  readonly accelerator: AcceleratorRow;
  readonly efficiency: Efficiency;
  /** Link that carries tensor parallelism, one direction. */
  readonly tensorLinkGBps: number;
  readonly tensorLinkIsPcie: boolean;
  /** Link between pipeline stages on different nodes, one direction. */
  readonly stageLinkGBps: number;
  readonly kv: KvOptions;
  /** Length of an empty step over that of one which runs from graphs entirely. */
  readonly graphFactor: number;
}

/** Load of one step on one data-parallel rank. */
export interface StepLoad {
  readonly sequences: number;
  readonly context: number;
  readonly promptTokens: number;
  /** Mean context of a prompt token, half the prompt. */
  readonly promptContext: number;
}

/** Skew of tokens over experts: ai-dynamo/aiconfigurator measures 1.01 to 1.2 of power-law traffic. */
const EXPERT_IMBALANCE = 1.2;
/** Activations cross links in bf16. */
const ACTIVATION_BYTES = 2;

/** Milliseconds of one step: overheads, weights or arithmetic, KV cache, links. */
export function stepMs(inputs: StepInputs, load: StepLoad): number {
  const tokens = load.sequences + load.promptTokens;
  return (
    overheadMs(inputs) +
    launchMs(inputs) +
    Math.max(coreReadMs(inputs), coreComputeMs(inputs, tokens)) +
    Math.max(expertReadMs(inputs, tokens), expertComputeMs(inputs, tokens)) +
    sequenceMs(inputs, load) +
    attentionMs(inputs, load) +
    linkMs(inputs, tokens)
  );
}

/**
 * The step law at a mean context: `a` with the weights streamed once, `b` and `c` with the
 * arithmetic of every token added, so that a plan never counts on a half-empty step.
 */
export function stepLaw(inputs: StepInputs, context: number, promptContext: number): StepLaw {
  const one = { sequences: 1, context, promptTokens: 0, promptContext };
  const links = linkMs(inputs, 1) - linkMs(inputs, 0);
  const experts = expertComputeMs(inputs, 1);
  // Decodes ride on the weight stream and on all-reduces whose latency `a` already holds.
  return {
    baseMs: emptyStepMs(inputs) * inputs.graphFactor,
    perSequenceMs: sequenceMs(inputs, one),
    perInputTokenMs:
      coreComputeMs(inputs, 1) + experts + links + attentionMs(inputs, { ...one, promptTokens: 1 }),
  };
}

function emptyStepMs(inputs: StepInputs): number {
  return (
    overheadMs(inputs) + coreReadMs(inputs) + expertReadMs(inputs, Infinity) + linkMs(inputs, 0)
  );
}

/** Kernels that no graph launches are launched one by one, whatever the step carries. */
function launchMs(inputs: StepInputs): number {
  return (inputs.graphFactor - 1) * emptyStepMs(inputs);
}

function overheadMs({ model }: StepInputs): number {
  const moeLayers = model.layers.filter(({ mlp }) => mlp.kind === 'moe').length;
  const layers = model.layers.length;
  return (
    stepOverheads.fixedMs +
    (layers * stepOverheads.perLayerUs + moeLayers * stepOverheads.moeLayerUs) / 1000
  );
}

function coreReadMs(inputs: StepInputs): number {
  const { weights, parallelism } = inputs;
  return readMs(inputs, weights.coreBytes * parallelism.pipeline + weights.headBytes);
}

function coreComputeMs(inputs: StepInputs, tokens: number): number {
  const { weights, parallelism } = inputs;
  return computeMs(inputs, weights.coreParameters, tokens, parallelism.tensor);
}

function expertReadMs(inputs: StepInputs, tokens: number): number {
  const experts = inputs.model.layers.find(({ mlp }) => mlp.experts)?.mlp.experts;
  if (!experts) return 0;
  const { weights, parallelism } = inputs;
  const all = tokens * parallelism.data;
  const touched = 1 - (1 - experts.perToken / experts.count) ** all;
  return readMs(inputs, weights.expertBytes * parallelism.pipeline * touched);
}

function expertComputeMs(inputs: StepInputs, tokens: number): number {
  const experts = inputs.model.layers.find(({ mlp }) => mlp.experts)?.mlp.experts;
  if (!experts) return 0;
  const { weights, parallelism } = inputs;
  const active = weights.expertParameters * (experts.perToken / experts.count);
  const imbalance = parallelism.expert ? EXPERT_IMBALANCE : 1;
  const gpus = parallelism.tensor * parallelism.data;
  return computeMs(inputs, active * imbalance, tokens * parallelism.data, gpus);
}

function sequenceMs(inputs: StepInputs, { sequences, context }: StepLoad): number {
  const { model, parallelism, kv } = inputs;
  const read = kvReadBytes(model, context, kv) * parallelism.pipeline;
  const state = stateBytesPerSequence(model, kv) * parallelism.pipeline;
  return (sequences / parallelism.pipeline) * readMs(inputs, read + 2 * state);
}

/** Scores and values of the prompt against itself; projections are part of the core. */
function attentionMs(inputs: StepInputs, { promptTokens, promptContext }: StepLoad): number {
  const { model, accelerator, efficiency, parallelism } = inputs;
  const flops = model.layers.reduce((sum, { attention }) => {
    if (attention.kvHeads === 0 && attention.latentDim === undefined) return sum;
    const seen = Math.min(promptContext, attention.window ?? Infinity);
    return sum + 2 * attention.queryHeads * (attention.keyDim + attention.valueDim) * seen;
  }, 0);
  const rate = accelerator.denseTflops.bf16 * 1e12 * efficiency.compute * parallelism.tensor;
  return ((flops * promptTokens) / parallelism.pipeline / rate) * 1000;
}

/** All-reduces of tensor parallelism, exchanges of expert parallelism, hops of a pipeline. */
function linkMs(inputs: StepInputs, tokens: number): number {
  const { model, parallelism } = inputs;
  const { tensor, pipeline } = parallelism;
  const layers = model.layers.length;
  const perToken = model.hiddenSize * ACTIVATION_BYTES;
  let ms = 0;
  if (tensor > 1) {
    const latency =
      (inputs.tensorLinkIsPcie ? stepOverheads.pcieAllReduceUs : stepOverheads.allReduceUs) / 1000;
    const bytes = ((2 * (tensor - 1)) / tensor) * (tokens / pipeline) * perToken;
    const transfer = toMs(bytes, inputs.tensorLinkGBps * stepOverheads.allReduceEfficiency);
    ms += stepOverheads.allReducesPerLayer * layers * (latency + transfer);
  }
  if (parallelism.expert) ms += expertExchangeMs(inputs, tokens);
  if (pipeline > 1) {
    const hop = stepOverheads.allReduceUs / 1000 + toMs(tokens * perToken, inputs.stageLinkGBps);
    ms += (pipeline - 1) * hop;
  }
  return ms;
}

function expertExchangeMs(inputs: StepInputs, tokens: number): number {
  const { model, parallelism } = inputs;
  const ranks = parallelism.tensor * parallelism.data;
  const moe = model.layers.filter(({ mlp }) => mlp.experts);
  if (ranks === 1 || moe.length === 0) return 0;
  const perToken = moe[0].mlp.experts?.perToken ?? 0;
  const bytes = tokens * perToken * model.hiddenSize * (1 + ACTIVATION_BYTES) * (1 - 1 / ranks);
  const transfer = toMs(bytes / ranks, inputs.tensorLinkGBps * stepOverheads.allReduceEfficiency);
  return 2 * moe.length * (stepOverheads.allReduceUs / 1000 + transfer);
}

function readMs({ accelerator, efficiency }: StepInputs, bytes: number): number {
  return toMs(bytes, accelerator.memoryBandwidthGBps * efficiency.memory);
}

function computeMs(inputs: StepInputs, parameters: number, tokens: number, gpus: number): number {
  const { accelerator, efficiency, format } = inputs;
  const tflops = tensorTflops(accelerator, format) * efficiency.compute * gpus;
  return ((2 * parameters * tokens) / inputs.parallelism.pipeline / (tflops * 1e12)) * 1000;
}

/** Weight-only formats multiply in bf16; fp8 and fp4 need tensor cores of that type. */
function tensorTflops({ denseTflops }: AcceleratorRow, format: WeightFormat): number {
  if (format === 'fp8') return denseTflops.fp8 ?? denseTflops.bf16;
  if (format === 'int8') return denseTflops.int8 ?? denseTflops.bf16;
  if (format === 'nvfp4' || format === 'mxfp4') return denseTflops.fp4 ?? denseTflops.bf16;
  return denseTflops.bf16;
}

function toMs(bytes: number, gigabytesPerSecond: number): number {
  return bytes / (gigabytesPerSecond * 1e6);
}

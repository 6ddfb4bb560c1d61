import { kernelShares, layerUs, linkCosts } from '../facts/efficiency';
import type { LayerGeometry } from '../facts/model/geometry';
import { stateBytesPerSequence } from './kv-geometry';
import type { Speculation } from './speculation';
import { attentionMs, cacheMs, remembered } from './step-attention';
import type { StepInputs } from './step-inputs';
import { linkTerms } from './step-links';
import { computeMs, readMs } from './step-rates';

/** The load-independent parts of a step of one data-parallel rank, in milliseconds. */
export interface StepTerms {
  /** Host work and the launches of all layers, from graphs. */
  readonly overheadMs: number;
  /** Least length of a step with prompts, whose kernels the host launches one by one. */
  readonly launchMs: number;
  readonly hostPerSequenceMs: number;
  readonly core: WorkTerms;
  /** Routed experts, absent in dense models. */
  readonly experts?: ExpertTerms;
  readonly headMs: number;
  /** Cache that one sequence reads, or the arithmetic on its latents where that is longer. */
  readonly cacheMs: (context: number) => number;
  readonly stateMs: number;
  /** Scores and values of one prompt token that sees `promptContext` others. */
  readonly attentionMs: (promptContext: number) => number;
  readonly linkMs: number;
  readonly linkPerTokenMs: number;
  readonly tokensPerStep: number;
  readonly speculation: Speculation;
  /** Drafting for one step, whatever the batch. */
  readonly draftMs: number;
}

/** Weights are streamed once a step, arithmetic grows with its tokens. */
export interface WorkTerms {
  readonly readMs: number;
  readonly perTokenMs: number;
}

export interface ExpertTerms extends WorkTerms {
  /** Share of the experts that one token reaches. */
  readonly share: number;
  /** Tokens of all ranks for each token of this one. */
  readonly ranks: number;
}

/** Prepares everything about a step that its load does not change. */
export function stepTerms(inputs: StepInputs): StepTerms {
  const { weights, parallelism, speed } = inputs;
  const { tensor, pipeline } = parallelism;
  const overheadMs = speed.stepMs + graphMs(inputs);
  const core: WorkTerms = {
    readMs: readMs(inputs, weights.coreBytes * pipeline) / unpacking(inputs),
    perTokenMs: computeMs(inputs, weights.coreParameters, tensor),
  };
  const experts = expertTerms(inputs);
  const headMs = readMs(inputs, weights.headBytes);
  const links = linkTerms(inputs);
  const idle = overheadMs + core.readMs + (experts?.readMs ?? 0) + headMs + links.fixedMs;
  return {
    overheadMs: overheadMs + (inputs.graphFactor - 1) * idle,
    launchMs: (launches(inputs) * layerUs.launch * speed.layerFactor) / 1000,
    hostPerSequenceMs: speed.sequenceMs,
    core,
    experts,
    headMs,
    cacheMs: remembered((context) => cacheMs(inputs, context)),
    stateMs:
      readMs(inputs, 2 * stateBytesPerSequence(inputs.model, inputs.kv)) / kernelShares.stateMemory,
    attentionMs: remembered((context) => attentionMs(inputs, context)),
    linkMs: links.fixedMs,
    linkPerTokenMs: links.perTokenMs,
    tokensPerStep: inputs.tokensPerStep,
    speculation: inputs.speculation,
    draftMs: draftMs(inputs, headMs, core),
  };
}

/** Each drafted token passes one layer and the head. */
function draftMs(inputs: StepInputs, headMs: number, { readMs }: WorkTerms): number {
  const { model, speculation } = inputs;
  const layers = Math.max(1, model.layers.length);
  return speculation.draftTokens * (headMs + (graphMs(inputs) + readMs) / layers);
}

function graphMs({ model, accelerator, speed }: StepInputs): number {
  const isBlackwell = accelerator.architecture.startsWith('blackwell');
  const us = model.layers.reduce((sum, layer) => sum + ownUs(layer), 0);
  const hidden = (model.layers.length * layerUs.hidden4096 * model.hiddenSize) / 4096;
  const factor = speed.layerFactor * (isBlackwell ? layerUs.blackwellFactor : 1);
  return ((us + hidden) * factor) / 1000;
}

function ownUs({ attention, mlp }: LayerGeometry): number {
  const { kind, indexerBytesPerToken, sparseTopK } = attention;
  const isSparse = kind === 'mla' && (indexerBytesPerToken ?? sparseTopK) !== undefined;
  return layerUs[isSparse ? 'sparseMla' : kind] + (mlp.kind === 'moe' ? layerUs.moe : 0);
}

/** Layers, those with routed experts twice. */
function launches({ model }: StepInputs): number {
  return model.layers.reduce((sum, { mlp }) => sum + (mlp.kind === 'moe' ? 2 : 1), 0);
}

function unpacking({ format }: StepInputs): number {
  return format === 'int4' ? kernelShares.int4Memory : 1;
}

function expertTerms(inputs: StepInputs): ExpertTerms | undefined {
  const experts = inputs.model.layers.find(({ mlp }) => mlp.experts)?.mlp.experts;
  if (!experts) return undefined;
  const { weights, parallelism } = inputs;
  const { tensor, data, pipeline, expert } = parallelism;
  const share = experts.perToken / experts.count;
  const imbalance = expert ? linkCosts.expertImbalance : 1;
  const active = weights.expertParameters * share * imbalance;
  return {
    share,
    ranks: data,
    readMs:
      readMs(inputs, weights.expertBytes * pipeline) /
      (kernelShares.expertMemory * unpacking(inputs)),
    perTokenMs: (computeMs(inputs, active, tensor * data) * data) / kernelShares.expertCompute,
  };
}

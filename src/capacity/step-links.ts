import { linkCosts } from '../facts/efficiency';
import type { StepInputs } from './step-inputs';

/** Exchanges of one step: latencies, and the transfer of each of its tokens, ms. */
export interface LinkTerms {
  readonly fixedMs: number;
  readonly perTokenMs: number;
}

/** Activations cross links in bf16. */
const ACTIVATION_BYTES = 2;

/** All-reduces of tensor parallelism, exchanges of expert parallelism, hops of a pipeline. */
export function linkTerms(inputs: StepInputs): LinkTerms {
  const parts = [tensorTerms(inputs), expertTerms(inputs), pipelineTerms(inputs)];
  return {
    fixedMs: parts.reduce((sum, { fixedMs }) => sum + fixedMs, 0),
    perTokenMs: parts.reduce((sum, { perTokenMs }) => sum + perTokenMs, 0),
  };
}

const NONE: LinkTerms = { fixedMs: 0, perTokenMs: 0 };

function tensorTerms(inputs: StepInputs): LinkTerms {
  const { model, parallelism, tensorLinkIsPcie, tensorLinkGBps } = inputs;
  const { tensor, pipeline } = parallelism;
  if (tensor === 1) return NONE;
  const exchanges = linkCosts.perLayer * model.layers.length;
  const us = tensorLinkIsPcie ? linkCosts.pcieAllReduceUs : linkCosts.allReduceUs;
  const bytes = (((2 * (tensor - 1)) / tensor) * tokenBytes(inputs)) / pipeline;
  return {
    fixedMs: (exchanges * us) / 1000,
    perTokenMs: exchanges * transferMs(bytes, tensorLinkGBps * linkCosts.efficiency),
  };
}

/** Within one tensor-parallel group experts need no exchange of their own: it ends in the all-reduce. */
function expertTerms(inputs: StepInputs): LinkTerms {
  const { model, parallelism, tensorLinkGBps } = inputs;
  const { tensor, data, expert } = parallelism;
  const layers = model.layers.filter(({ mlp }) => mlp.experts);
  if (!expert || data === 1 || layers.length === 0) return NONE;
  const ranks = tensor * data;
  const perToken = layers[0].mlp.experts?.perToken ?? 0;
  // Dispatch in one byte, combine in two; a rank sends its share of all tokens.
  const bytes = perToken * model.hiddenSize * (1 + ACTIVATION_BYTES) * (1 - 1 / ranks);
  const rate = tensorLinkGBps * linkCosts.efficiency;
  return {
    fixedMs: (2 * layers.length * linkCosts.allToAllUs) / 1000,
    perTokenMs: (2 * layers.length * transferMs(bytes * data, rate)) / ranks,
  };
}

function pipelineTerms(inputs: StepInputs): LinkTerms {
  const hops = inputs.parallelism.pipeline - 1;
  return {
    fixedMs: (hops * linkCosts.pcieAllReduceUs) / 1000,
    perTokenMs: hops * transferMs(tokenBytes(inputs), inputs.stageLinkGBps),
  };
}

function tokenBytes({ model }: StepInputs): number {
  return model.hiddenSize * ACTIVATION_BYTES;
}

function transferMs(bytes: number, gigabytesPerSecond: number): number {
  return bytes / (gigabytesPerSecond * 1e6);
}

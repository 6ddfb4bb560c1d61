import { type Candidate, candidateOf } from '../capacity/candidate';
import { fits } from '../capacity/choose';
import { meanContext } from '../capacity/lengths';
import { longestContext } from '../capacity/memory';
import { tensorSizes } from '../capacity/parallelism-sense';
import type { PlanInputs } from '../capacity/resolve';

/** The least that has to change for the model to fit, tried in the order of what it costs. */
export function smallestChange(inputs: PlanInputs, candidate: Candidate): string {
  return (
    shorterContext(inputs, candidate) ??
    fewerSequences(inputs, candidate) ??
    moreGpus(inputs, candidate) ??
    otherFormat(inputs, candidate) ??
    'an accelerator with more memory, or more nodes'
  );
}

/** The longest context that the pool holds, a multiple of 1,024 tokens. */
function shorterContext({ request }: PlanInputs, { memory }: Candidate): string | undefined {
  const least = Math.max(2048, meanContext(request));
  const below = Math.floor((memory.maxModelLen - 1) / 1024) * 1024;
  const longest = below < least ? undefined : longestContext(memory.pool, below, least);
  return longest === undefined ? undefined : `lower engine.maxModelLen to ${longest}`;
}

function fewerSequences(inputs: PlanInputs, candidate: Candidate): string | undefined {
  const engine = { ...inputs.engine, maxNumSeqs: 256 };
  return inputs.engine.maxNumSeqs > 256 && works({ ...inputs, engine }, candidate)
    ? 'lower engine.maxNumSeqs to 256: the sampler is profiled for every sequence'
    : undefined;
}

function moreGpus(inputs: PlanInputs, candidate: Candidate): string | undefined {
  const { model } = inputs;
  if (!model) return undefined;
  const { tensor, pipeline } = candidate.parallelism;
  const wider = tensorSizes(model, candidate.node.gpus)
    .filter((size) => size > tensor)
    .find((size) => works(inputs, candidate, { tensor: size }));
  if (wider) return `raise parallelism.tensor to ${wider}`;
  // Stages over plain Ethernet are no answer to anybody.
  if (candidate.node.fabric.kind === 'tcp') return undefined;
  const deeper = [2, 3, 4, 6, 8]
    .filter((stages) => stages > pipeline)
    .find((stages) => works(inputs, candidate, { pipeline: stages }));
  return deeper ? `raise parallelism.pipeline to ${deeper}` : undefined;
}

function otherFormat(inputs: PlanInputs, candidate: Candidate): string | undefined {
  const formats = ['fp8', 'int4'] as const;
  const format = formats.find((other) => works({ ...inputs, format: other }, candidate));
  return format ? `quantize the weights to ${format}` : undefined;
}

function works(
  inputs: PlanInputs,
  { node, parallelism }: Candidate,
  change: Partial<Candidate['parallelism']> = {},
): boolean {
  const { model } = inputs;
  return (
    model !== undefined && fits(candidateOf(inputs, model, node, { ...parallelism, ...change }))
  );
}

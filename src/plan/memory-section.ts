import type { MemoryPlan } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import { fits, missingGiB } from '../capacity/choose';
import { type Ledger, round } from '../capacity/ledger';
import { concurrencyAt, GIB } from '../capacity/memory';
import type { MeasuredRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { indexScale } from '../capacity/weights';
import { smallestChange } from './smallest-change';

const FITTED =
  'physics of the profiled run, fitted on 46 start-ups of real servers: 1 % median error of their KV GiB';

/** Memory of one GPU and the KV pool, with the reason for every number. */
export function memorySection(
  inputs: PlanInputs,
  candidate: Candidate,
  ledger: Ledger,
): MemoryPlan {
  const { memory } = candidate;
  const doesFit = fits(candidate);
  if (inputs.model) record(inputs, candidate, ledger);
  return {
    fits: doesFit,
    missingGiBPerGpu: missingGiB(candidate),
    smallestChange: doesFit ? '' : smallestChange(inputs, candidate),
    weightsGiBPerGpu: memory.weightsGiB,
    nonTorchGiBPerGpu: memory.nonTorchGiB,
    activationGiBPerGpu: memory.activationGiB,
    cudaGraphGiBPerGpu: memory.cudaGraphGiB,
    loraGiBPerGpu: memory.lora && memory.lora.gpu / GIB,
    kvCacheGiBPerGpu: memory.kvCacheGiB,
    kvBytesPerTokenPerGpu: memory.kvBytesPerToken,
    stateBytesPerSequencePerGpu: memory.stateBytesPerSequence,
    blockSize: memory.pool.blockSize,
    blocks: memory.pool.blocks,
    kvCacheTokens: memory.kvCacheTokens,
    maxConcurrency: memory.maxConcurrency,
  };
}

function weightSource({ model, format }: PlanInputs): string {
  const counts = 'parameter counts from the model configuration';
  if (!model || indexScale(model, format) === 1) return counts;
  return `model.safetensors.index.json beside it, divided by the ${counts}`;
}

/** Four of five start-ups of real servers lie inside; what a server showed is rounded at most. */
function doubtGiB(kvCacheGiB: number, measured: MeasuredRequest | undefined): number {
  const isMeasured = measured?.kvCacheGiBPerGpu !== undefined;
  return isMeasured ? 0.02 * kvCacheGiB : 0.3 + 0.02 * Math.abs(kvCacheGiB);
}

function record(inputs: PlanInputs, candidate: Candidate, ledger: Ledger): void {
  const { accelerator, engine, format, request } = inputs;
  const { memory, weights, parallelism } = candidate;
  const doubt = doubtGiB(memory.kvCacheGiB, request.measured);
  const isCounted = request.measured?.kvCacheTokens !== undefined || memory.kvCacheGiB <= 0;
  const tokenDoubt = isCounted ? 0.02 : doubt / memory.kvCacheGiB;
  const measured = (value: number | undefined) => (value === undefined ? 'derived' : 'measured');
  ledger.settle('/memory/weightsGiBPerGpu', memory.weightsGiB, {
    unit: 'GiB',
    kind: measured(request.measured?.weightsGiBPerGpu),
    formula: `${round(weights.checkpointBytes / GIB)} GiB in ${format} over tensor ${parallelism.tensor} × pipeline ${parallelism.pipeline}, replicated parts whole`,
    source: weightSource(inputs),
  });
  ledger.settle('/memory/activationGiBPerGpu', memory.activationGiB, {
    unit: 'GiB',
    kind: 'derived',
    formula: `the largest of sampler (${engine.maxNumSeqs} sequences × vocabulary), prefill (${engine.maxNumBatchedTokens} tokens) and vision encoder`,
    source: FITTED,
  });
  if (memory.lora && engine.lora) {
    const { maxLoras, maxRank } = engine.lora;
    ledger.settle('/memory/loraGiBPerGpu', memory.lora.gpu / GIB, {
      unit: 'GiB',
      kind: 'derived',
      formula: `${maxLoras} × rank ${maxRank} × inputs and outputs of every linear layer × 2 bytes, divided where tensor ${parallelism.tensor} divides the layer`,
      source: 'slots are allocated at start for every layer an adapter may touch: vllm/lora/layers',
    });
  }
  ledger.settle('/memory/kvCacheGiBPerGpu', memory.kvCacheGiB, {
    unit: 'GiB',
    kind: measured(request.measured?.kvCacheGiBPerGpu),
    formula: `${accelerator.memoryGiB} × ${engine.gpuMemoryUtilization} − ${round(memory.weightsGiB)} weights − ${round(memory.nonTorchGiB)} context − ${round(memory.activationGiB)} activations − ${round(memory.cudaGraphGiB)} graphs${memory.lora ? ` − ${round(memory.lora.gpu / GIB)} adapters` : ''}`,
    source: `${accelerator.id}: ${accelerator.source}`,
    low: memory.kvCacheGiB - doubt,
    high: memory.kvCacheGiB + doubt,
  });
  ledger.settle('/memory/kvCacheTokens', memory.kvCacheTokens, {
    unit: 'tokens',
    kind: measured(request.measured?.kvCacheTokens ?? request.measured?.kvCacheGiBPerGpu),
    formula: `${memory.pool.blocks} blocks of ${memory.pool.blockSize} tokens hold ${round(concurrencyAt(memory.pool, memory.maxModelLen))} sequences of ${memory.maxModelLen}`,
    source:
      engine.name === 'vllm'
        ? `block accounting of vLLM ${engine.version}`
        : `tokens that the pool of ${engine.name} holds`,
    low: memory.kvCacheTokens * Math.max(0, 1 - tokenDoubt),
    high: memory.kvCacheTokens * (1 + tokenDoubt),
  });
}

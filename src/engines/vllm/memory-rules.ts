import { type VersionedRow, valueAt } from '../by-version';

/** Coefficients of the memory that is neither weights nor KV cache, of one GPU. */
export interface ActivationRule {
  /** Per `max-num-seqs` × vocabulary entry: the profiled sampler holds several copies of logits. */
  readonly samplerBytesPerEntry: number;
  /** Prefill bytes per batched token: (hidden · this + intermediate / TP · the next) · 2. */
  readonly hiddenFactor: number;
  readonly intermediateFactor: number;
  readonly baseGiB: number;
}

const fitted =
  'fitted on start-up logs in llm-d-incubation/llm-d-planner@e50305af and ten KV pools, 2026-11';

const prefill = { hiddenFactor: 6, intermediateFactor: 4, baseGiB: 0.1 };

const activationRows: readonly VersionedRow<ActivationRule>[] = [
  {
    since: '0.8',
    value: { samplerBytesPerEntry: 17, ...prefill },
    source: 'one log of 0.11.0; where the change happened is assumed',
  },
  { since: '0.12', value: { samplerBytesPerEntry: 38.7, ...prefill }, source: fitted },
];

/** Activation rule of a version; the larger one where the version is unknown. */
export function activationRule(version: string): ActivationRule {
  return valueAt(activationRows, version) ?? activationRows[1].value;
}

/** GiB per GPU outside PyTorch (context, NCCL buffers). */
export function nonTorchGiB(tensorParallel: number): number {
  return tensorParallel > 1 ? 0.55 : 0.14;
}

/**
 * How CUDA graphs enter the `gpu-memory-utilization` budget: `outside` it, `estimated` inside it,
 * or `unreliable`, an estimate of 0 for dense models that fails at capture on full GPUs.
 */
export type CudaGraphAccounting = 'outside' | 'estimated' | 'unreliable';

export const cudaGraphRows: readonly VersionedRow<CudaGraphAccounting>[] = [
  { since: '0.8', value: 'outside', source: 'vllm-project/vllm#30515' },
  { since: '0.21', value: 'estimated', source: 'vllm-project/vllm#38284' },
  { since: '0.25', value: 'unreliable', source: 'vllm-project/vllm#49224' },
];

/** GiB per GPU kept for CUDA graphs; 0.1 to 1.0 is seen, 0 with `--enforce-eager`. */
export const cudaGraphReserveGiB = 0.5;

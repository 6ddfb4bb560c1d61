import { covers, type VersionedRow, valueAt } from '../by-version';

const logs =
  'start-up logs of llm-d-incubation/llm-d-planner@e50305af and other public repositories';

/** What decides which model runner a model gets. */
export interface RunnerModel {
  readonly modelType: string;
  /** Every layer attends to tokens and none routes to experts. */
  readonly isDense: boolean;
}

/**
 * Bytes per `max-num-seqs` × vocabulary entry in the first model runner, whose dummy run samples
 * with top-k and top-p for every sequence.
 */
const samplerRows: readonly VersionedRow<number>[] = [
  {
    since: '0.6',
    value: 38.5,
    source: `${logs}: 1.40 GiB in 0.6.6, 5.58 in 0.10.2, 7.38, 4.76 and 4.84 in 0.11.0: a sort of the logits`,
  },
  {
    since: '0.17',
    value: 14,
    source: `${logs}: 0.43 and 0.51 GiB in 0.17.1: Triton masks without a sort, the release is assumed`,
  },
];

/** The second runner samples without top-k and top-p: logits in bf16 and in float32. */
const SECOND_RUNNER_BYTES = 6;
const SECOND_RUNNER_SINCE = '0.21';
/** Every dense model has it from here on: `vllm/config/vllm.py`, 0.27.1; the release is assumed. */
const SECOND_RUNNER_DENSE = '0.25';
/** The first to get it: vllm-project/vllm#39337. */
const FIRST_MODEL_TYPE = 'qwen3';

/** Bytes per `max-num-seqs` × vocabulary entry that the profiled sampler holds. */
export function samplerBytesPerEntry(version: string, model: RunnerModel): number {
  const since = model.modelType === FIRST_MODEL_TYPE ? SECOND_RUNNER_SINCE : SECOND_RUNNER_DENSE;
  if (model.isDense && covers({ since }, version)) return SECOND_RUNNER_BYTES;
  return valueAt(samplerRows, version) ?? samplerRows[0].value;
}

/** GiB beside the widest tensor of the profiled run. */
export const activationBaseGiB = 0.03;

/**
 * Until here the item and the outputs of the encoder stay while the decoder is profiled; after
 * it the two peaks do not meet. Seen in 0.12.0 and no more in 0.24.0; the release between is assumed.
 */
const ENCODER_HELD_BEFORE = '0.20';

/** Whether the memory of the encoder comes on top of that of the decoder. */
export function holdsEncoder(version: string): boolean {
  return !covers({ since: ENCODER_HELD_BEFORE }, version);
}

/**
 * The largest item that the engine profiles for towers of the Qwen-VL family: a video of 24,576
 * tokens (preprocessor_config.json of Qwen3-VL), each of 2 × 2 patches of 2 × 16 × 16 pixels.
 */
export const profiledItem = { tokens: 24576, patchesPerToken: 4, valuesPerPatch: 3 * 2 * 16 * 16 };

/** The ranks of one replica and whose GPUs they are. */
export interface ContextRanks {
  readonly ranks: number;
  readonly vendor: string;
}

/** GiB per GPU outside PyTorch (context, NCCL buffers). */
export function nonTorchGiB({ ranks, vendor }: ContextRanks): number {
  // MI300X, 0.9.2: "non_torch_memory takes 0.66GiB".
  if (vendor === 'amd') return ranks > 1 ? 1.1 : 0.66;
  // Eight H100 hold the buffers of NVLink SHARP too: 2.2 GiB in 0.10.0.
  if (ranks >= 8) return 2;
  return ranks > 1 ? 0.55 : 0.13;
}

/**
 * How CUDA graphs enter the `gpu-memory-utilization` budget: `outside` it, `estimated` inside it,
 * or `unreliable`, an estimate of 0 for dense models that fails at capture on full GPUs.
 */
export type CudaGraphAccounting = 'outside' | 'estimated' | 'unreliable';

export const cudaGraphRows: readonly VersionedRow<CudaGraphAccounting>[] = [
  { since: '0.6', value: 'outside', source: 'vllm-project/vllm#30515' },
  { since: '0.21', value: 'estimated', source: 'vllm-project/vllm#38284' },
  { since: '0.25', value: 'unreliable', source: 'vllm-project/vllm#49224' },
];

/**
 * GiB per GPU that CUDA graphs take, by the batch sizes captured: logs show 0.11 GiB for 7 sizes
 * (A100, 0.26.1), 0.22 for 19 (H100, 0.22.1) and about 0.5 for 51 (A100, 0.17.1).
 */
export function cudaGraphGiB(captureSizes: number): number {
  return captureSizes === 0 ? 0 : 0.03 + 0.01 * captureSizes;
}

/** Whether the cache has to leave room for the graphs. */
export function countsGraphs(version: string): boolean {
  return valueAt(cudaGraphRows, version) !== 'outside';
}

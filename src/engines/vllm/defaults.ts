import { covers, type VersionedRow, valueAt } from '../by-version';

/** What `vllm serve` assumes for flags that are left out. */
export interface EngineDefaults {
  readonly gpuMemoryUtilization: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  /** Tokens; the engine raises it for hybrid models. */
  readonly blockSize: number;
  readonly prefixCaching: boolean;
}

/** What the scheduler defaults depend on. */
export interface EngineDevice {
  /** Catalogue id or driver name. */
  readonly id: string;
  readonly memoryGiB: number;
  readonly vendor?: string;
}

/** What `--block-size` takes; the blocks that the engine makes of them may be longer. */
export const blockSizes: readonly number[] = [1, 8, 16, 32, 64, 128, 256];

/** The newest release whose metrics, flags and shutdown were run and not only read. */
export const defaultEngineVersion = '0.32.0';

const measured = 'measured: vLLM 0.11.2 to 0.32.0 on a CPU, 2026-11-23';

export const gpuMemoryUtilizationRows: readonly VersionedRow<number>[] = [
  { since: '0.8', value: 0.9, source: measured },
  { since: '0.21', value: 0.92, source: `${measured}; vllm-project/vllm#38284` },
];

interface SchedulerDefaults {
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
}

const small: SchedulerDefaults = { maxNumSeqs: 256, maxNumBatchedTokens: 2048 };
const large: SchedulerDefaults = { maxNumSeqs: 1024, maxNumBatchedTokens: 8192 };
const huge: SchedulerDefaults = { maxNumSeqs: 1024, maxNumBatchedTokens: 16384 };

/** Defaults of a version on a device, as the API server (not the `LLM` class) resolves them. */
export function engineDefaults(
  version: string,
  device: EngineDevice,
  maxModelLen?: number,
): EngineDefaults {
  return {
    gpuMemoryUtilization: valueAt(gpuMemoryUtilizationRows, version) ?? 0.9,
    ...schedulerDefaults(version, device, maxModelLen),
    blockSize: 16,
    prefixCaching: true,
  };
}

// get_batch_defaults in vllm/engine/arg_utils.py, read in 0.11.2 to 0.30.0.
function schedulerDefaults(
  version: string,
  { id, memoryGiB, vendor }: EngineDevice,
  maxModelLen: number | undefined,
): SchedulerDefaults {
  // Images for ROCm ran the first engine until 0.10.
  const firstEngineUntil = vendor === 'amd' ? '0.10' : '0.8';
  if (!covers({ since: firstEngineUntil }, version)) return wholePrompts(maxModelLen);
  if (memoryGiB >= 160 && covers({ since: '0.28' }, version)) return huge;
  // Large batches made A100 slower, so it is excluded by name: vllm-project/vllm#17885.
  if (memoryGiB >= 70 && !id.toLowerCase().includes('a100')) return large;
  return small;
}

/** The first engine prefilled whole prompts: 2.02 GiB of activations for 32,768 tokens in 0.7.2. */
function wholePrompts(maxModelLen: number | undefined): SchedulerDefaults {
  const { maxNumSeqs, maxNumBatchedTokens } = small;
  return { maxNumSeqs, maxNumBatchedTokens: Math.max(maxModelLen ?? 0, maxNumBatchedTokens) };
}

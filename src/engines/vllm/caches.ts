import { covers } from '../by-version';

export interface CacheVariable {
  readonly variable: string;
  /** Directory below the cache volume. */
  readonly directory: string;
  readonly holds: string;
  readonly source: string;
}

/** Variables that together move every compile-time cache onto one volume. */
export const cacheVariables: readonly CacheVariable[] = [
  {
    variable: 'VLLM_CACHE_ROOT',
    directory: 'vllm',
    holds: 'torch.compile artifacts, model info, DeepGEMM and FlashInfer tuning results',
    source: 'vllm-project/vllm#11614; measured: vLLM 0.32.0 on a CPU, 2026-11-23',
  },
  {
    variable: 'TRITON_CACHE_DIR',
    directory: 'triton',
    holds: 'Triton kernels, which vLLM moves only in part',
    source: 'vllm/compilation/compiler_interface.py, 2026-08',
  },
  {
    variable: 'FLASHINFER_WORKSPACE_BASE',
    directory: 'flashinfer',
    holds: 'FlashInfer kernels built at first use',
    source: 'vllm docker/Dockerfile, 2026-08',
  },
];

// Artifacts are written beside and renamed from here on; before, writers overwrote each other.
const sharedWritesSafe = { since: '0.17', source: 'vllm-project/vllm#35117' };

/** Whether several pods may write one cache directory on a file system with atomic rename. */
export function canShareCompileCache(version: string): boolean {
  return covers(sharedWritesSafe, version);
}

// Compiled as a whole and checked at load from here on: torch 2.10 turns it on.
const strictLoading = { since: '0.18', source: 'vllm/envs.py, 2026-08' };

/** Whether VLLM_FORCE_AOT_LOAD makes a start fail that does not find its compiled model. */
export function canForceCacheLoad(version: string): boolean {
  return covers(strictLoading, version);
}

/**
 * Variables of the engine's own namespace that change no compiled artifact; the engine hashes
 * every other one that it knows, also those that have nothing to do with compilation
 * (vllm/envs.py compile_factors, 2026-08).
 */
export const variablesOutsideCacheKey: readonly string[] = [
  'VLLM_API_KEY',
  'VLLM_CACHE_ROOT',
  'VLLM_FORCE_AOT_LOAD',
  'VLLM_HOST_IP',
  'VLLM_LOGGING_LEVEL',
  'VLLM_NO_USAGE_STATS',
];

/**
 * Flags that change no compiled artifact (compute_hash of vllm/config, 2026-08). What is not
 * listed counts, for a directory too many costs a compilation and one too few a wrong artifact.
 */
export const flagsOutsideCacheKey: readonly string[] = [
  '--distributed-timeout-seconds',
  '--gpu-memory-utilization',
  '--load-format',
  '--lora-modules',
  '--model-loader-extra-config',
  '--nnodes',
  '--shutdown-timeout',
];

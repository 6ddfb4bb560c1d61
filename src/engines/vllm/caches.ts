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

/** What a compile cache depends on: a directory is shared only where all of these agree. */
export const compileCacheKey = [
  'engine image',
  'model path',
  'accelerator',
  'tensor, pipeline and data parallel size',
  'max-model-len',
  'max-num-batched-tokens',
  'quantization and kv-cache-dtype',
  'every VLLM_ variable',
] as const;

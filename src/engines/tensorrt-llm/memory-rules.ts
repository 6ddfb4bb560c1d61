/** `free_gpu_memory_fraction`: of what is free after the engine has loaded and warmed up. */
export const freeGpuMemoryFraction = 0.9;

/**
 * GiB beside weights and cache, fitted by the project on the 72 measured capacities of
 * ai-dynamo/aiconfigurator@095f58a5 (tests/integration/test_trtllm_kv_cache_capacity.py): 0.4 %
 * mean error.
 */
export function besideWeightsGiB(
  tensor: number,
  { tokens, hiddenSize }: { readonly tokens: number; readonly hiddenSize: number },
): number {
  return 4.5 + 0.5 * Math.log2(tensor) + (8 * tokens * hiddenSize) / 2 ** 30;
}

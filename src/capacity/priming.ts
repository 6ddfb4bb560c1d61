/** GPUs of the Job that fills a compile cache: one replica's, or none where there is no such Job. */
export function primingGpus(
  primed: boolean | undefined,
  { nodes, gpus }: { readonly nodes: number; readonly gpus: number },
): number {
  // The ranks of a group compile for themselves: its first replica fills the cache.
  return primed && nodes === 1 ? gpus : 0;
}

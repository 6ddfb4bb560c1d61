/** `--mem-fraction-static` of one GPU; each doubling of tensor parallelism takes a little off. */
export const memFractionStatic = 0.88;

/**
 * GiB of context and NCCL that the engine finds taken when it sizes its pool: the fraction of the
 * memory less weights and this is the cache (`model_runner.py`, profile_max_num_token); graphs and
 * activations live in what the fraction leaves.
 */
export function takenBeforeGiB(ranks: number): number {
  return ranks > 1 ? 0.6 : 0.3;
}

import type { PoolSupply } from './fleet-sums';
import { supplyOf } from './fleet-sums';
import type { GpuClaim, GpuCounts } from './gpu-claim';

/** GPUs of each node that a number of GPUs comes in; the last may be a part of one. */
export function nodesOf(gpus: number, perNode: number): number[] {
  const whole = new Array<number>(Math.floor(gpus / perNode)).fill(perNode);
  return gpus % perNode === 0 ? whole : [...whole, gpus % perNode];
}

/** Nodes of a pool: no pod spans one on demand and one on spot. */
export function poolNodes(pool: PoolSupply): number[] | undefined {
  if (!pool.node || pool.gpus === undefined) return undefined;
  const { gpus } = pool.node;
  return [...nodesOf(pool.gpus, gpus), ...nodesOf(pool.spotGpus, gpus)];
}

/** GPUs of every pod that services run at a count. */
export function podsAt(claims: readonly GpuClaim[], count: keyof GpuCounts): number[] {
  return claims.flatMap(({ gpus, gpusPerPod }) =>
    new Array<number>(Math.ceil(gpus[count] / gpusPerPod)).fill(gpusPerPod),
  );
}

/**
 * Pods that find no node, the largest first and each on the fullest node that takes it. Where every
 * size divides the next, as 1, 2, 4 and 8 do, no other order places more.
 */
export function unplaced(nodes: readonly number[], pods: readonly number[]): number[] {
  const free = [...nodes];
  return [...pods]
    .sort((a, b) => b - a)
    .filter((size) => {
      const fitting = free.filter((left) => left >= size);
      if (fitting.length === 0) return true;
      free[free.indexOf(Math.min(...fitting))] -= size;
      return false;
    });
}

/** Whether every size divides the next larger one, so that packing is exact. */
export function packsExactly(sizes: readonly number[]): boolean {
  const distinct = [...new Set(sizes)].sort((a, b) => a - b);
  return distinct.every((size, i) => i === 0 || size % distinct[i - 1] === 0);
}

/** Pods of a pool that its nodes do not take although its GPUs would suffice. */
export function stranded(
  pool: PoolSupply,
  claims: readonly GpuClaim[],
  count: keyof GpuCounts,
): number[] {
  const nodes = poolNodes(pool);
  const pods = podsAt(claims, count);
  const asked = pods.reduce((sum, size) => sum + size, 0);
  return nodes && asked <= (supplyOf(pool) ?? 0) ? unplaced(nodes, pods) : [];
}

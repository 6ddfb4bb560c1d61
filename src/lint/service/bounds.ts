import type { ServiceView } from '../view/view';

/** Fewest and most replicas that a service has in operation. */
export interface ReplicaBounds {
  readonly least: number;
  readonly most: number;
}

export function replicaBounds({ replicas, scalers }: ServiceView): ReplicaBounds {
  if (scalers.length === 0) return { least: replicas.value, most: replicas.value };
  return {
    least: Math.min(...scalers.map(({ minReplicas }) => minReplicas.value)),
    most: Math.max(...scalers.map(({ maxReplicas }) => maxReplicas.value)),
  };
}

/** Pods of one replica: 1, or the size of its group. */
export function groupSize({ pods }: Pick<ServiceView, 'pods'>): number {
  return pods.reduce((sum, { count }) => sum + count, 0);
}

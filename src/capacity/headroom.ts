import type { HeadroomPlan } from './answer';
import { replicasFor } from './fleet';
import type { CachesRequest } from './request';

export interface HeadroomInputs {
  /** Growth of the rate while a node is replaced, requests per second. */
  readonly growth: number;
  /** Until a node that was taken is replaced, seconds. */
  readonly refillSeconds: number;
  /** Largest rate of one replica within the objectives. */
  readonly perReplica: number;
  /** Replicas that the scaler may ever add. */
  readonly mostReplicas: number;
  readonly gpusPerReplica: number;
  readonly podsPerReplica: number;
  readonly usdPerGpuHour?: number;
}

/**
 * Room for the replicas that growth asks for until a node that was taken is replaced: at least
 * one, and no more than can ever be added. It saves the node and what is cached on it; weights
 * and compilation take as long as ever, so a warm node is not a warm replica.
 */
export function warmHeadroom(inputs: HeadroomInputs): HeadroomPlan {
  const { growth, perReplica, mostReplicas, gpusPerReplica, podsPerReplica } = inputs;
  const replicas = Math.min(mostReplicas, replicasFor(growth, perReplica));
  const gpus = replicas * gpusPerReplica;
  return {
    replicas,
    placeholderPods: replicas * podsPerReplica,
    gpus,
    refillSeconds: inputs.refillSeconds,
    usdPerHour: inputs.usdPerGpuHour === undefined ? undefined : gpus * inputs.usdPerGpuHour,
  };
}

/** Whether a node waits for a new replica, whoever keeps it. */
export function keepsNodes({ node = false }: CachesRequest): boolean {
  return node !== false;
}

import { priorityOfClass, priorityWithoutClass } from '../kube/priority';
import type { CostPlan, FleetPlan, PlanAnswer } from './answer';
import { primingGpus } from './priming';

/** What one service takes of a pool, or what stands or runs beside it, in plain numbers. */
export interface GpuClaim {
  readonly kind: ClaimKind;
  /** Name of the service, the batch work or the object that keeps nodes. */
  readonly service: string;
  /** Name of the pool; the accelerator where the service names none. */
  readonly pool: string;
  readonly rank: ClaimRank;
  readonly resourceName: string;
  readonly podsPerReplica: number;
  readonly gpusPerPod: number;
  readonly cpuPerPod: number;
  readonly memoryGiBPerPod: number;
  /** Longest that a pod may take to leave: what a preemptor waits for. */
  readonly graceSeconds: number;
  readonly gpus: GpuCounts;
  /** Absent where no price is known. */
  readonly usdPerGpuHour?: number;
}

/** Placeholders are pods; a buffer is room that the node autoscaler keeps without any. */
export type ClaimKind = 'service' | 'batch' | 'placeholder' | 'buffer';

/** GPUs in the states that pools and quotas are judged by. */
export interface GpuCounts {
  readonly atMin: number;
  readonly atMean: number;
  /** At the service's peak, never more than at its maximum. */
  readonly atPeak: number;
  readonly atMax: number;
  /** At the maximum while a roll-out goes on, with the Job that fills a compile cache. */
  readonly duringRollout: number;
}

/** Whose pods give way to whose. */
export interface ClaimRank {
  /** Tier, or name of a class of the cluster's own; absent without either. */
  readonly name?: string;
  /** Name of the PriorityClass; absent without one. */
  readonly className?: string;
  readonly priority: number;
  readonly preempts: boolean;
  /** Whether the GPUs of its peak must be there even when all peak at once. */
  readonly promised: boolean;
  /** Whether the value of its class is ours to know. */
  readonly known: boolean;
}

/** Tiers whose peak must not wait. */
const PROMISED = ['critical', 'online'];

/**
 * The rank of a class. A service that names none is served before batch, as Kubernetes has it, and
 * has its peak promised: that it may wait is for the user to say.
 */
export function rankOf(className: string | undefined): ClaimRank {
  const row = className === undefined ? undefined : priorityOfClass(className);
  if (!row) {
    const known = className === undefined;
    const rank = { priority: priorityWithoutClass, preempts: true, promised: true, known };
    return { name: className, className, ...rank };
  }
  const { tier, value, preempts } = row;
  const promised = PROMISED.includes(tier);
  return { name: tier, className, priority: value, preempts, promised, known: true };
}

/** The claim of a service with this plan; `primed` where a Job fills its compile cache. */
export function gpuClaim(
  plan: PlanAnswer,
  place: Pick<GpuClaim, 'pool' | 'rank' | 'resourceName'>,
  primed = false,
): GpuClaim {
  const { replica, fleet, drain, cost } = plan;
  if (!replica || !fleet) throw new Error(`${plan.name} has no fleet to count`);
  return {
    kind: 'service',
    service: plan.name,
    ...place,
    podsPerReplica: replica.nodes,
    gpusPerPod: Math.ceil(replica.gpus / replica.nodes),
    cpuPerPod: replica.cpu,
    memoryGiBPerPod: replica.memoryGiB,
    graceSeconds: replica.nodes > 1 ? drain.workerGraceSeconds : drain.graceSeconds,
    gpus: {
      atMin: fleet.gpusAtMin,
      atMean: fleet.gpusAtMean,
      atPeak: fleet.gpusAtPeak,
      atMax: fleet.gpusAtMax,
      // The Job that compiles for the new pods runs while the old ones serve.
      duringRollout: fleet.gpusDuringRollout + primingGpus(primed, replica),
    },
    usdPerGpuHour: cost && priceOf(cost, fleet),
  };
}

function priceOf({ usdPerHourAtMax }: CostPlan, { gpusAtMax }: FleetPlan): number {
  return usdPerHourAtMax / gpusAtMax;
}

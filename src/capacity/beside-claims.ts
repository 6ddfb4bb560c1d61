import { priorityClassOf } from '../kube/priority';
import type { HeadroomPlan } from './answer';
import { type GpuClaim, rankOf } from './gpu-claim';

/** Batch work in plain numbers. */
export interface BatchSize {
  readonly name: string;
  readonly pods: number;
  readonly gpusPerPod: number;
  /** Time a pod has to end, seconds. */
  readonly delaySeconds: number;
}

/**
 * What batch work takes of the pool of its service: nothing that must be there, and what the
 * service leaves idle at its mean.
 */
export function batchClaim(service: GpuClaim, batch: BatchSize): GpuClaim {
  const { pods, gpusPerPod, delaySeconds } = batch;
  const most = pods * gpusPerPod;
  const { atMin, atMean } = service.gpus;
  const idlePods = Math.max(0, Math.floor((most - (atMean - atMin)) / gpusPerPod));
  const share = gpusPerPod / service.gpusPerPod;
  return {
    ...service,
    kind: 'batch',
    service: batch.name,
    rank: rankOf(priorityClassOf('batch')),
    podsPerReplica: 1,
    gpusPerPod,
    cpuPerPod: service.cpuPerPod * share,
    memoryGiBPerPod: service.memoryGiBPerPod * share,
    graceSeconds: delaySeconds,
    gpus: {
      atMin: 0,
      atMean: idlePods * gpusPerPod,
      atPeak: most,
      atMax: most,
      duringRollout: most,
    },
  };
}

/** What stands ready for a service, in a namespace of its own and at all times. */
export function headroomClaim(
  service: GpuClaim,
  { gpus, usdPerHour }: HeadroomPlan,
  { name, kind }: Pick<GpuClaim, 'kind'> & { readonly name: string },
): GpuClaim {
  return {
    ...service,
    kind,
    service: name,
    rank: rankOf(priorityClassOf('placeholder')),
    // Each pod ends for itself, at once.
    podsPerReplica: 1,
    graceSeconds: 0,
    gpus: { atMin: gpus, atMean: gpus, atPeak: gpus, atMax: gpus, duringRollout: gpus },
    usdPerGpuHour: usdPerHour === undefined ? undefined : usdPerHour / gpus,
  };
}

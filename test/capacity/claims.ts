import type { PoolSupply } from '../../src/capacity/fleet-sums';
import { type GpuClaim, type GpuCounts, rankOf } from '../../src/capacity/gpu-claim';

/** A service of single-GPU pods; the counts rise from one to the next where they are left out. */
export function claimOf(
  service: string,
  gpus: Partial<GpuCounts>,
  part: Partial<Omit<GpuClaim, 'gpus' | 'rank'>> & { readonly className?: string } = {},
): GpuClaim {
  const { className, ...rest } = part;
  const { atMin = 0 } = gpus;
  const { atMean = atMin } = gpus;
  const { atPeak = atMean } = gpus;
  const { atMax = atPeak } = gpus;
  const { duringRollout = atMax } = gpus;
  return {
    kind: 'service',
    service,
    pool: 'h100',
    rank: rankOf(className),
    resourceName: 'nvidia.com/gpu',
    podsPerReplica: 1,
    gpusPerPod: 1,
    cpuPerPod: 8,
    memoryGiBPerPod: 12,
    graceSeconds: 60,
    usdPerGpuHour: 3,
    gpus: { atMin, atMean, atPeak, atMax, duringRollout },
    ...rest,
  };
}

/** A pool of two nodes of eight GPUs. */
export function poolOf(part: Partial<PoolSupply> = {}): PoolSupply {
  const node = { id: 'aws/p5.48xlarge', gpus: 8, cpu: 192, memoryGiB: 2048 };
  return { name: 'h100', path: 'pools[0]', gpus: 16, spotGpus: 0, node, ...part };
}

import type { Growth } from './growth';

/** Rates are requests per second over all replicas. */
export interface FleetInputs {
  readonly peak: number;
  readonly trough: number;
  /** What may be gained from the first sign of load to a serving replica. */
  readonly growth: number;
  /**
   * Assumed growth leads up to the peak and no more. A stated one may pass it, up to twice the
   * peak. A measured one is real, so the scaler leads it; but its trace contains its peak, and most
   * of what rises fast rises towards it: growth on top of the peak would be counted twice.
   */
  readonly growthKind: Growth['kind'];
  /** Largest rate of one replica within the objectives. */
  readonly perReplica: number;
  /** Rate that a replica bears for the length of a cold start. */
  readonly perReplicaInBurst: number;
  readonly spareReplicas: number;
}

export interface FleetSizes {
  /** The peak with what grows past it during a cold start. */
  readonly rateWithGrowth: number;
  readonly perReplicaInBurst: number;
  /** Requests per second that one time to scale may add. */
  readonly growth: number;
  readonly replicasForObjectives: number;
  readonly replicasForGrowth: number;
  /** With spares, at the peak. */
  readonly replicasAtPeak: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Replicas that growth may add during one cold start, at least one. */
  readonly growthReplicas: number;
  /** Rate per replica at which the scaler asks for the next one. */
  readonly scaleRate: number;
}

/** TTFT may triple for the minutes of a cold start: queued for a moment, not lost. */
export const BURST_LATENCY_FACTOR = 3;

/**
 * Replicas by the objectives, by growth over a cold start and by spares. The rate under the
 * objectives already holds the variance of arrivals, so no utilization factor and no percentage
 * is stacked on it.
 */
export function fleetSizes(inputs: FleetInputs): FleetSizes {
  const { peak, trough, growth, growthKind, perReplica, perReplicaInBurst, spareReplicas } = inputs;
  const replicasForObjectives = replicasFor(peak, perReplica);
  const pastPeak = growthKind === 'stated' ? Math.min(growth, peak) : 0;
  const replicasForGrowth = replicasFor(peak + pastPeak, perReplicaInBurst);
  const needed = Math.max(replicasForObjectives, replicasForGrowth) + spareReplicas;
  // Known growth makes the scaler ask early enough for what grows while a replica starts.
  const leads = growthKind !== 'assumed';
  const leading = leads ? Math.max(0.5, 1 - growth / peak) * perReplica : perReplica;
  const scaleRate = Math.min(leading, peak / needed);
  const replicasAtPeak = replicasFor(peak, scaleRate);
  const minReplicas =
    Math.max(
      replicasFor(trough, perReplica),
      replicasFor(Math.min(trough + growth, peak + pastPeak), perReplicaInBurst),
    ) + spareReplicas;
  // What is added past the peak is filled; only what stands at the peak leaves room to lead.
  const growthReplicas = replicasFor(Math.min(growth, peak), perReplica);
  // One step past what rests at the peak, or a full service could not be told from an outgrown one.
  const maxReplicas = Math.max(replicasAtPeak + growthReplicas, minReplicas);
  return {
    rateWithGrowth: peak + pastPeak,
    perReplicaInBurst,
    growth,
    replicasForObjectives,
    replicasForGrowth,
    replicasAtPeak,
    minReplicas,
    maxReplicas,
    growthReplicas,
    scaleRate,
  };
}

/** At least one; 6.000000001 replicas are six, since a rate is known to a few per cent. */
export function replicasFor(rate: number, perReplica: number): number {
  return Math.max(1, Math.ceil(rate / perReplica - 1e-6));
}

/** Requests that may wait until the replicas of one cold start of growth take them. */
export function mostWaiting({ growthReplicas }: FleetSizes, inFlightTarget: number): number {
  return growthReplicas * inFlightTarget;
}

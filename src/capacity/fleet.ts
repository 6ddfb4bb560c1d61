/** Rates are requests per second over all replicas. */
export interface FleetInputs {
  readonly peak: number;
  readonly trough: number;
  /** Growth of the rate, requests per second per second. */
  readonly ramp: number;
  /** An assumed ramp leads up to the stated peak; a stated one may pass it, up to twice the peak. */
  readonly rampIsStated: boolean;
  /** From the first sign of load to a serving replica. */
  readonly timeToScaleSeconds: number;
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
  const { peak, trough, perReplica, perReplicaInBurst, spareReplicas } = inputs;
  const growth = inputs.ramp * inputs.timeToScaleSeconds;
  const replicasForObjectives = ceil(peak / perReplica);
  const pastPeak = inputs.rampIsStated ? Math.min(growth, peak) : 0;
  const replicasForGrowth = ceil((peak + pastPeak) / perReplicaInBurst);
  const needed = Math.max(replicasForObjectives, replicasForGrowth) + spareReplicas;
  // A stated ramp makes the scaler ask early enough for what grows while a replica starts.
  const leading = inputs.rampIsStated ? Math.max(0.5, 1 - growth / peak) * perReplica : perReplica;
  const scaleRate = Math.min(leading, peak / needed);
  const replicasAtPeak = ceil(peak / scaleRate);
  const minReplicas =
    Math.max(
      ceil(trough / perReplica),
      ceil(Math.min(trough + growth, peak + pastPeak) / perReplicaInBurst),
    ) + spareReplicas;
  // What is added past the peak is filled; only what stands at the peak leaves room to lead.
  const growthReplicas = ceil(Math.min(growth, peak) / perReplica);
  // One step past what rests at the peak, or a full service could not be told from an outgrown one.
  const maxReplicas = Math.max(replicasAtPeak + growthReplicas, minReplicas);
  return {
    rateWithGrowth: peak + pastPeak,
    perReplicaInBurst,
    replicasForObjectives,
    replicasForGrowth,
    replicasAtPeak,
    minReplicas,
    maxReplicas,
    growthReplicas,
    scaleRate,
  };
}

// 6.000000001 replicas are six: the rate itself is known to a few per cent.
function ceil(value: number): number {
  return Math.max(1, Math.ceil(value - 1e-6));
}

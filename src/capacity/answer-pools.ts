/** What one service of a fleet takes, or what keeps nodes or runs batch work beside it. */
export interface FleetShare {
  /** Name of the service, of the object that keeps nodes for it, or of the batch work. */
  readonly service: string;
  /** Name of its pool. */
  readonly pool: string;
  /** Tier or PriorityClass; absent without either. */
  readonly tier?: string;
  /** GPUs at its minimum. */
  readonly gpusAtMin: number;
  /** GPUs on which the scaler rests at the mean load. */
  readonly gpusAtMean: number;
  /** GPUs at its peak. */
  readonly gpusAtPeak: number;
  /** GPUs at its maximum. */
  readonly gpusAtMax: number;
  /** GPUs at its maximum while a roll-out goes on, with the Job that fills its compile cache. */
  readonly gpusDuringRollout: number;
}

/** What the services of one pool take together. */
export interface PoolPlan {
  /** Name of the pool. */
  readonly pool: string;
  /** GPUs owned or on demand; absent where as many are bought as asked for. */
  readonly gpus?: number;
  /** GPUs on spot nodes. */
  readonly spotGpus: number;
  /** GPUs at all minima. */
  readonly gpusAtMin: number;
  /** GPUs at the mean load of all services. */
  readonly gpusAtMean: number;
  /** GPUs at the peaks of all services at the same time. */
  readonly gpusAtPeak: number;
  /** GPUs at all maxima. */
  readonly gpusAtMax: number;
  /** GPUs at all maxima while all roll out. */
  readonly gpusDuringRollout: number;
  /** At all minima, USD per hour; absent where a price is not known. */
  readonly usdPerHourAtMin?: number;
  /** At the mean load, USD per hour; absent where a price is not known. */
  readonly usdPerHourMean?: number;
  /** At all maxima, USD per hour; absent where a price is not known. */
  readonly usdPerHourAtMax?: number;
}

/** Whom a service gives way to. */
export interface PreemptionPlan {
  /** Name of the pool. */
  readonly pool: string;
  /** Service whose pods are taken, or what runs or stands beside one. */
  readonly victim: string;
  /** Services that may take them. */
  readonly by: string[];
  /** Most GPUs that it loses when all services peak together, in whole replicas; 0 where all fit. */
  readonly gpus: number;
  /** Time until its GPUs are free, seconds: its grace period, on top of the cold start of who takes them. */
  readonly seconds: number;
}

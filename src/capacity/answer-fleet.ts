/** What a replica would carry if a limit were twice as generous. */
export interface RelaxedLimit {
  /** The limit, as `bindingConstraint` names it. */
  readonly constraint: string;
  /** Where it stands: milliseconds of an objective, or sequences of an engine. */
  readonly limit: number;
  /** Where it would stand. */
  readonly relaxedTo: number;
  /** Largest rate then, requests per second. */
  readonly maxRequestsPerSecond: number;
  /** What would bound the rate then. */
  readonly bindingConstraint: string;
}

/** Separate replicas for prompts and for answers, against replicas that do both. */
export interface SplitPlan {
  /** Whether the two pools need fewer GPUs than replicas that do both. */
  readonly helps: boolean;
  /** The comparison in numbers. */
  readonly because: string;
  /** Replicas that read prompts, spares included. */
  readonly prefillReplicas: number;
  /** Replicas that write answers, spares included. */
  readonly decodeReplicas: number;
  /** GPUs of both pools. */
  readonly gpus: number;
  /** Largest rate of a replica that reads prompts, requests per second. */
  readonly prefillRequestsPerSecond: number;
  /** Largest rate of a replica that writes answers, requests per second. */
  readonly decodeRequestsPerSecond: number;
  /** Time to hand the cache of a prompt over, milliseconds. */
  readonly transferMs: number;
}

/** One replica: one pod, or one group of pods. */
export interface ReplicaPlan {
  /** Largest rate within the objectives, requests per second. */
  readonly maxRequestsPerSecond: number;
  /** What bounds the rate: `timeToFirstToken`, `timePerOutputToken`, another limit of the engine, or `measured`. */
  readonly bindingConstraint: string;
  /** What relaxing that limit would buy; empty where the rate was measured. */
  readonly relaxed: RelaxedLimit[];
  /** Requests in flight at that rate. */
  readonly inFlightAtObjective: number;
  /** Requests in flight at which the next replica is due; the scaler's threshold. */
  readonly inFlightScaleTarget: number;
  /** Requests that run at once before others wait. */
  readonly inFlightLimit: number;
  /** GPUs, over all of its nodes. */
  readonly gpus: number;
  /** Nodes, 1 or more. */
  readonly nodes: number;
  /** CPU request of one pod, cores. */
  readonly cpu: number;
  /** Memory request of one pod, GiB: what its processes hold. */
  readonly memoryGiB: number;
  /** Memory limit of one pod, GiB: with the page cache that loading weights fills. */
  readonly memoryLimitGiB: number;
  /** `/dev/shm` of one pod, GiB. */
  readonly sharedMemoryGiB: number;
  /** Ephemeral storage of one pod, GiB. */
  readonly diskGiB: number;
}

/** All replicas of the service. */
export interface FleetPlan {
  /** Replicas that carry the peak within the objectives. */
  readonly replicasForObjectives: number;
  /** Replicas that carry the peak while the next one still starts. */
  readonly replicasForGrowth: number;
  /** Replicas that may be lost without missing an objective. */
  readonly spareReplicas: number;
  /** Replicas that always run. */
  readonly minReplicas: number;
  /** Replicas that the scaler never exceeds. */
  readonly maxReplicas: number;
  /** Replicas at the peak, spares included, if the rate of one is at the upper end of its band. */
  readonly replicasLow: number;
  /** Replicas at the peak, spares included, if the rate of one is at the lower end of its band. */
  readonly replicasHigh: number;
  /** GPUs of `minReplicas`. */
  readonly gpusAtMin: number;
  /** GPUs on which the scaler rests at the mean load. */
  readonly gpusAtMean: number;
  /** GPUs at the peak, spares included: what growth and objectives need, within minimum and maximum. */
  readonly gpusAtPeak: number;
  /** GPUs of `maxReplicas`. */
  readonly gpusAtMax: number;
  /** GPUs of `maxReplicas` while a roll-out goes on. */
  readonly gpusDuringRollout: number;
}

/** Room that is kept ready for new replicas, beside the fleet. */
export interface HeadroomPlan {
  /** Replicas for which nodes stand ready. */
  readonly replicas: number;
  /** Pods that hold their place: one a node of a group. */
  readonly placeholderPods: number;
  /** GPUs they hold. */
  readonly gpus: number;
  /** Time until a node that was taken is replaced, seconds. */
  readonly refillSeconds: number;
  /** What the GPUs cost, USD per hour; left out where no price is known. */
  readonly usdPerHour?: number;
}

/** What the GPUs of the service cost. */
export interface CostPlan {
  /** At `minReplicas`, USD per hour. */
  readonly usdPerHourAtMin: number;
  /** At the mean load, USD per hour. */
  readonly usdPerHourMean: number;
  /** At `maxReplicas`, USD per hour. */
  readonly usdPerHourAtMax: number;
  /** At the mean load, USD per month of 730 hours. */
  readonly usdPerMonthMean: number;
  /** Share of the mean cost that carries no load, 0 … 1. */
  readonly idleShare: number;
  /** Cost of a million tokens of prompts, idle time included, USD. */
  readonly usdPerMillionInputTokens: number;
  /** Cost of a million tokens of answers, idle time included, USD. */
  readonly usdPerMillionOutputTokens: number;
  /** Cost of a million tokens of either kind, idle time included, USD. */
  readonly usdPerMillionTokensBlended: number;
}

import type { ColdStartPlan, DrainPlan, ProbesPlan } from './answer-lifecycle';
import type { AlertPlan, ScalingPlan } from './answer-scaling';

export type { ColdStartPlan, ColdStartStage, DrainPlan, ProbesPlan } from './answer-lifecycle';
export type {
  AlertPlan,
  FloorPlan,
  ScalingBehavior,
  ScalingFallback,
  ScalingPlan,
  ScalingPolicy,
  ScalingRules,
  SignalPlan,
} from './answer-scaling';

/** Parallelism, node and weight format the plan settled on. */
export interface ChoicePlan {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly expert: boolean;
  readonly decodeContext: number;
  /** Node shape id, e.g. `aws/p5.48xlarge`; empty when only an accelerator is known. */
  readonly node: string;
  readonly accelerator: string;
  readonly quantization: string;
  /** Engine arguments that carry numbers of this plan, in the engine's own words. */
  readonly engineArguments: string[];
}

/** A configuration that was considered and lost. */
export interface RejectedChoice {
  readonly choice: ChoicePlan;
  readonly because: string;
}

export interface MemoryPlan {
  readonly fits: boolean;
  readonly missingGiBPerGpu: number;
  readonly smallestChange: string;
  readonly weightsGiBPerGpu: number;
  readonly nonTorchGiBPerGpu: number;
  readonly activationGiBPerGpu: number;
  readonly cudaGraphGiBPerGpu: number;
  readonly kvCacheGiBPerGpu: number;
  readonly kvBytesPerTokenPerGpu: number;
  readonly stateBytesPerSequencePerGpu: number;
  readonly blockSize: number;
  readonly blocks: number;
  /** As the engine's own log line counts them, for one data-parallel rank. */
  readonly kvCacheTokens: number;
  /** Sequences of `maxModelLen` that fit. */
  readonly maxConcurrency: number;
}

/** Predicted latency and throughput of one replica at the requested operating point. */
export interface SpeedPrediction {
  readonly timePerOutputTokenMs: number;
  readonly timeToFirstTokenMs: number;
  readonly endToEndMs: number;
  readonly outputTokensPerSecond: number;
  readonly inFlight: number;
}

/** The linear step model T = base + perSequence · n + perInputToken · p, at the operating shape. */
export interface SpeedPlan {
  readonly baseStepMs: number;
  readonly perSequenceMs: number;
  readonly perInputTokenMs: number;
  readonly prediction?: SpeedPrediction;
}

export interface ReplicaPlan {
  readonly maxRequestsPerSecond: number;
  readonly bindingConstraint: string;
  readonly inFlightAtObjective: number;
  readonly inFlightScaleTarget: number;
  readonly inFlightLimit: number;
  readonly gpus: number;
  readonly nodes: number;
  /** Of one pod, in cores. */
  readonly cpu: number;
  /** Of one pod. */
  readonly memoryGiB: number;
  readonly memoryLimitGiB: number;
  readonly sharedMemoryGiB: number;
  readonly diskGiB: number;
}

export interface FleetPlan {
  readonly replicasForObjectives: number;
  readonly replicasForGrowth: number;
  readonly spareReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly replicasLow: number;
  readonly replicasHigh: number;
  readonly gpusAtMin: number;
  readonly gpusAtPeak: number;
  readonly gpusAtMax: number;
  readonly gpusDuringRollout: number;
}

export interface CostPlan {
  readonly usdPerHourAtMin: number;
  readonly usdPerHourMean: number;
  readonly usdPerHourAtMax: number;
  readonly usdPerMonthMean: number;
  readonly idleShare: number;
  readonly usdPerMillionInputTokens: number;
  readonly usdPerMillionOutputTokens: number;
  readonly usdPerMillionTokensBlended: number;
}

/** Something the cluster must have before the manifests work. */
export interface Requirement {
  readonly what: string;
  readonly because: string;
}

/** Where one number comes from. */
export interface Evidence {
  /** JSON pointer into the plan, e.g. `/memory/kvCacheTokens`. */
  readonly quantity: string;
  readonly value: number;
  readonly unit: string;
  /** measured, published, derived, assumed or pinned. */
  readonly kind: string;
  /** The formula with its numbers in it. */
  readonly formula: string;
  readonly source: string;
  readonly low?: number;
  readonly high?: number;
}

export interface PlanWarning {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** The answer as data; sections that need traffic and objectives are absent without them. */
export interface PlanAnswer {
  readonly schema: number;
  readonly catalogue: string;
  readonly inputsHash: string;
  readonly name: string;
  readonly namespace: string;
  readonly model: string;
  readonly choice: ChoicePlan;
  readonly rejected: RejectedChoice[];
  readonly memory: MemoryPlan;
  readonly speed: SpeedPlan;
  readonly replica?: ReplicaPlan;
  readonly fleet?: FleetPlan;
  readonly coldStart: ColdStartPlan;
  readonly probes: ProbesPlan;
  readonly drain: DrainPlan;
  readonly scaling?: ScalingPlan;
  readonly alerts: AlertPlan[];
  readonly cost?: CostPlan;
  readonly requirements: Requirement[];
  readonly textbook?: TextbookView;
  readonly evidence: Evidence[];
  readonly warnings: PlanWarning[];
}

/** The article's own arithmetic, for readers who come from it. */
export interface TextbookView {
  readonly durationSeconds: number;
  readonly inFlight: number;
  readonly contextsPerPod: number;
  readonly concurrencyPerPod: number;
  readonly pods: number;
  readonly podsWithBuffer: number;
  /** The article's worked examples, recomputed from its own inputs. */
  readonly examples: TextbookExample[];
  /** Where the plan differs from the formula, and why. */
  readonly differences: string[];
}

export interface TextbookExample {
  readonly title: string;
  readonly steps: string[];
  readonly results: number[];
}

import type { MemoryPlan, SpeedPlan } from './answer-engine';
import type { CostPlan, FleetPlan, HeadroomPlan, ReplicaPlan, SplitPlan } from './answer-fleet';
import type { ColdStartPlan, DrainPlan, ProbesPlan } from './answer-lifecycle';
import type { Evidence, PlanWarning, Requirement, TextbookView } from './answer-review';
import type { AlertPlan, ScalingPlan } from './answer-scaling';

export type { MemoryPlan, SpeedCalibration, SpeedPlan, SpeedPrediction } from './answer-engine';
export type {
  CostPlan,
  FleetPlan,
  HeadroomPlan,
  RelaxedLimit,
  ReplicaPlan,
  SplitPlan,
} from './answer-fleet';
export type { ColdStartPlan, ColdStartStage, DrainPlan, ProbesPlan } from './answer-lifecycle';
export type {
  Evidence,
  PlanWarning,
  Requirement,
  TextbookExample,
  TextbookView,
} from './answer-review';
export type {
  AlertPlan,
  FloorPlan,
  RecordingPlan,
  ScalingBehavior,
  ScalingFallback,
  ScalingPlan,
  ScalingPolicy,
  ScalingRules,
  SignalPlan,
  ZeroPlan,
} from './answer-scaling';

/** Parallelism, node and weight format that the plan settled on. */
export interface ChoicePlan {
  /** GPUs that share every layer. */
  readonly tensor: number;
  /** Stages over which the layers are spread. */
  readonly pipeline: number;
  /** Engines behind one front end. */
  readonly data: number;
  /** Whether experts are spread over tensor × data ranks. */
  readonly expert: boolean;
  /** GPUs over which one context is spread while decoding. */
  readonly decodeContext: number;
  /** Node shape id, such as `aws/p5.48xlarge`. */
  readonly node: string;
  /** Id of the accelerator, such as `H100-SXM`. */
  readonly accelerator: string;
  /** Weight format, such as `bf16` or `fp8`. */
  readonly quantization: string;
  /** Engine arguments that carry numbers of this plan, in the engine's own words. */
  readonly engineArguments: string[];
}

/** A configuration that was considered and lost. */
export interface RejectedChoice {
  /** The configuration. */
  readonly choice: ChoicePlan;
  /** Why it lost. */
  readonly because: string;
}

/** The answer as data; sections that need traffic and objectives are absent without them. */
export interface PlanAnswer {
  /** Version of this format. */
  readonly schema: number;
  /** Month of the facts, `YYYY-MM`. */
  readonly catalogue: string;
  /** Hash of the request; equal requests have equal answers. */
  readonly inputsHash: string;
  /** Name of the service. */
  readonly name: string;
  /** Namespace of the service. */
  readonly namespace: string;
  /** Id of the model. */
  readonly model: string;
  readonly choice: ChoicePlan;
  readonly rejected: RejectedChoice[];
  readonly memory: MemoryPlan;
  readonly speed: SpeedPlan;
  readonly replica?: ReplicaPlan;
  readonly fleet?: FleetPlan;
  readonly split?: SplitPlan;
  readonly headroom?: HeadroomPlan;
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

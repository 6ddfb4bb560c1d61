export type {
  AlertPlan,
  ChoicePlan,
  ColdStartPlan,
  ColdStartStage,
  CostPlan,
  DrainPlan,
  Evidence,
  FleetPlan,
  FloorPlan,
  HeadroomPlan,
  MemoryPlan,
  PlanWarning,
  ProbesPlan,
  RecordingPlan,
  RejectedChoice,
  RelaxedLimit,
  ReplicaPlan,
  Requirement,
  ScalingBehavior,
  ScalingFallback,
  ScalingPlan,
  ScalingPolicy,
  ScalingRules,
  SignalPlan,
  SpeedCalibration,
  SpeedPlan,
  SpeedPrediction,
  SplitPlan,
  TextbookExample,
  TextbookView,
  ZeroPlan,
} from './capacity/answer';
export type { FleetShare, PoolPlan, PreemptionPlan } from './capacity/answer-pools';
/** @internal */
export { LintValidation } from './cli/lint-validation';
export { CaBundle } from './constructs/ca-bundle';
export { CompileCacheAccess, type CompileCacheVolumeProps } from './constructs/compile-cache-props';
export { CompileCacheVolume } from './constructs/compile-cache-volume';
export type { FluidStoreOptions } from './constructs/fluid-store';
export { FrontDoor, type FrontDoorOptions } from './constructs/front-door';
export { GpuPool } from './constructs/gpu-pool';
export type { GpuPoolProps } from './constructs/gpu-pool-props';
export { GpuQuota } from './constructs/gpu-quota';
export type { GpuQuotaProps } from './constructs/gpu-quota-props';
export { InferenceEngine, type VllmOptions } from './constructs/inference-engine';
export {
  CacheMedium,
  ClaimAccessMode,
  CloudProvider,
  ImageWarming,
  NodeAutoscaler,
  PriorityTier,
  Routing,
  SchedulingPolicy,
  WeightFormat,
  WorkloadKind,
} from './constructs/kinds';
export { Lint } from './constructs/lint';
export { LlmFleet } from './constructs/llm-fleet';
export type { FleetServiceOptions, LlmFleetProps } from './constructs/llm-fleet-props';
export { LlmInferenceService } from './constructs/llm-inference-service';
export {
  MetricsBackend,
  type MetricsBackendOptions,
  type PrometheusOptions,
} from './constructs/metrics-backend';
export { NetworkPeer } from './constructs/network-peer';
export { OffPeakBatch } from './constructs/off-peak-batch';
export type { OffPeakBatchProps, OffPeakWindow } from './constructs/off-peak-batch-props';
export { Pin } from './constructs/pin';
export { PriorityLadder } from './constructs/priority-ladder';
export { type FloorProps, type ForecastOptions, ScalingSignal } from './constructs/scaling-signal';
export { SecretKey } from './constructs/secret-key';
export type { ServiceDefaults, ServiceObjectives } from './constructs/service-defaults';
export type {
  LlmInferenceServiceProps,
  MeasuredService,
  ServiceOptions,
  Traffic,
} from './constructs/service-props';
export { ServingPlatform } from './constructs/serving-platform';
export type { ServingPlatformProps } from './constructs/serving-platform-props';
export {
  type TraceBin,
  TraceFormat,
  type TraceOptions,
  TrafficTrace,
} from './constructs/traffic-trace';
export {
  HeadroomMechanism,
  WarmHeadroom,
  type WarmHeadroomProps,
} from './constructs/warm-headroom';
export { WarmImageCache } from './constructs/warm-image-cache';
export type { WarmImageCacheProps } from './constructs/warm-image-cache-props';
export { WeightCache } from './constructs/weight-cache';
export type { WeightCacheProps } from './constructs/weight-cache-props';
export { WeightSource } from './constructs/weight-source';
export type {
  ClaimWeightsOptions,
  HuggingFaceOptions,
  ImageWeightsOptions,
  ObjectStoreOptions,
} from './constructs/weight-source-options';
export {
  type NodeStoreOptions,
  type SharedStoreOptions,
  WeightStore,
} from './constructs/weight-store';
export { Accelerator, type AcceleratorProps } from './facts/accelerator';
export { LlmModel } from './facts/llm-model';
export { NodeShape, type NodeShapeProps } from './facts/node-shape';
export { CapacityPlan } from './plan/capacity-plan';
export { FleetReport } from './plan/fleet-report';
export { Report } from './report/report';

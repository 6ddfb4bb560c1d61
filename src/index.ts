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
  MemoryPlan,
  PlanWarning,
  ProbesPlan,
  RejectedChoice,
  ReplicaPlan,
  Requirement,
  ScalingBehavior,
  ScalingFallback,
  ScalingPlan,
  ScalingPolicy,
  ScalingRules,
  SignalPlan,
  SpeedPlan,
  SpeedPrediction,
  TextbookExample,
  TextbookView,
} from './capacity/answer';
export { CaBundle } from './constructs/ca-bundle';
export { InferenceEngine, type VllmOptions } from './constructs/inference-engine';
export {
  ClaimAccessMode,
  CloudProvider,
  ImageWarming,
  NodeAutoscaler,
  Routing,
  WeightFormat,
  WorkloadKind,
} from './constructs/kinds';
export { LlmInferenceService } from './constructs/llm-inference-service';
export {
  MetricsBackend,
  type MetricsBackendOptions,
  type PrometheusOptions,
} from './constructs/metrics-backend';
export { NetworkPeer } from './constructs/network-peer';
export { Pin } from './constructs/pin';
export { type FloorProps, ScalingSignal } from './constructs/scaling-signal';
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
export { WarmImageCache, type WarmImageCacheProps } from './constructs/warm-image-cache';
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
export { Report } from './report/report';

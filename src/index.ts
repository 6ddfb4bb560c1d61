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
  RecordingPlan,
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
export { InferenceEngine, type VllmOptions } from './constructs/inference-engine';
export {
  CloudProvider,
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
  type ClaimWeightsOptions,
  type HuggingFaceOptions,
  WeightSource,
} from './constructs/weight-source';
export { Accelerator, type AcceleratorProps } from './facts/accelerator';
export { LlmModel } from './facts/llm-model';
export { NodeShape, type NodeShapeProps } from './facts/node-shape';
export { CapacityPlan } from './plan/capacity-plan';
export { Report } from './report/report';

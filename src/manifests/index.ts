export { httpPort } from './constants';
export { type PodRole, ServiceLabel } from './labels';
export { placement } from './placement';
export { priorityClass } from './priority-class';
export { renderService, type ServiceObjects } from './render-service';
export { resourceQuota } from './resource-quota';
export { serviceObjectName } from './service';
export type {
  EngineSpec,
  FabricSpec,
  PeerSpec,
  SchedulingSpec,
  ServiceSpec,
  TolerationSpec,
  WeightsSpec,
} from './service-spec';
export type { WireFields, WireMetadata, WireObject, WirePodTemplate } from './wire';

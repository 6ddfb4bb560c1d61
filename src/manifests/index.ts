export { httpPort } from './constants';
export { type ImageCacheSpec, imageCache, imageCacheName } from './image-cache';
export { type PodRole, ServiceLabel } from './labels';
export { placement } from './placement';
export { renderService, type ServiceObjects } from './render-service';
export { serviceObjectName } from './service';
export type {
  ClaimWeights,
  EngineSpec,
  FabricSpec,
  ObjectWeights,
  PeerSpec,
  SchedulingSpec,
  ServiceSpec,
  TolerationSpec,
  WeightsSpec,
} from './service-spec';
export type { WireFields, WireMetadata, WireObject, WirePodTemplate } from './wire';

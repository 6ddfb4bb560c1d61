export { httpPort } from './constants';
export { type ImageCacheSpec, imageCache, imageCacheName } from './image-cache';
export { type PodRole, ServiceLabel } from './labels';
export { placement, tolerate } from './placement';
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
export { weightCache } from './weight-cache';
export type { NodeVolumeSpec, SharedVolumeSpec, WeightCacheSpec } from './weight-cache-spec';
export { type CertificateSpec, completeMarker } from './weight-download';
export type { WireFields, WireMetadata, WireObject, WirePodTemplate } from './wire';

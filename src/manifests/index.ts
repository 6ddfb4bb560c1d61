export { sharedClaim } from './claim';
export { compileCacheGiB, httpPort, pauseImage } from './constants';
export { type FluidCacheSpec, fluidCache } from './fluid-cache';
export { type HeadroomMechanism, headroomObjects } from './headroom';
export { type ImageCacheSpec, imageCache, imageCacheName } from './image-cache';
export { type PodRole, ServiceLabel } from './labels';
export { type BatchSpec, offPeakBatch } from './off-peak-batch';
export { placement, tolerate } from './placement';
export { priorityClass } from './priority-class';
export { renderService, type ServiceObjects } from './render-service';
export { resourceQuota } from './resource-quota';
export { serviceObjectName } from './service';
export type {
  ClaimWeights,
  CompileCacheSpec,
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

import type { ServiceDefaults, ServiceObjectives } from './service-defaults';
import type { ServingPlatformProps } from './serving-platform-props';
import type { PropNames } from './unknown-props';

/** Props that a platform may set for its services. */
export const defaultProps: PropNames<ServiceDefaults> = {
  objectives: true,
  engine: true,
  node: true,
  compileCache: true,
  headroom: true,
  preemptionWait: true,
  pins: true,
  podLabels: true,
  podAnnotations: true,
  tier: true,
  priorityClassName: true,
  nodeSelector: true,
  toleratedTaints: true,
  imageCache: true,
  imagePullSecrets: true,
  clients: true,
  monitors: true,
  readOnlyRootFilesystem: true,
};

/** Promises of a service. */
export const objectiveProps: PropNames<ServiceObjectives> = {
  timeToFirstTokenP95: true,
  timePerOutputTokenP95: true,
  spareReplicas: true,
};

/** Props of a platform. */
export const platformProps: PropNames<ServingPlatformProps> = {
  kubernetesVersion: true,
  provider: true,
  nodeAutoscaler: true,
  metrics: true,
  monitorLabels: true,
  gatewayTimeout: true,
  nodeDrainLimit: true,
  spotNotice: true,
  endpointPropagation: true,
  scrapeInterval: true,
  nodeProvisionTime: true,
  gpuQuota: true,
  capacityBuffers: true,
  kueue: true,
  openShift: true,
  sharedStorageClass: true,
  nodes: true,
  defaults: true,
};

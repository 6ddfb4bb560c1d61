import { defaultProps } from './known-platform-props';
import type { LlmInferenceServiceProps, MeasuredService, ServiceOptions } from './service-props';
import type { PropNames } from './unknown-props';

/** Props of a service wherever it runs. */
export const serviceOptions: PropNames<ServiceOptions> = {
  ...defaultProps,
  model: true,
  traffic: true,
  weights: true,
  measured: true,
  signals: true,
  scaleToZero: true,
  workload: true,
  replicas: true,
  apiKey: true,
  name: true,
  servedModelName: true,
  usdPerGpuHour: true,
};

/** What a real server may have shown. */
export const measuredProps: PropNames<MeasuredService> = {
  weightsGiBPerGpu: true,
  kvCacheGiBPerGpu: true,
  maxRequestsPerSecond: true,
  coldStart: true,
  checkpointGiB: true,
};

/** Props of a service. */
export const serviceProps: PropNames<LlmInferenceServiceProps> = {
  ...serviceOptions,
  accelerator: true,
  pool: true,
  platform: true,
};

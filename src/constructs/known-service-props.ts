import { defaultProps } from './known-platform-props';
import type { LlmInferenceServiceProps } from './service-props';
import type { PropNames } from './unknown-props';

/** Props of a service. */
export const serviceProps: PropNames<LlmInferenceServiceProps> = {
  ...defaultProps,
  model: true,
  accelerator: true,
  traffic: true,
  weights: true,
  measured: true,
  signals: true,
  workload: true,
  replicas: true,
  apiKey: true,
  name: true,
  servedModelName: true,
  usdPerGpuHour: true,
  platform: true,
};

import type { GpuQuotaProps } from './gpu-quota-props';
import { serviceOptions } from './known-service-props';
import type { FleetServiceOptions, LlmFleetProps } from './llm-fleet-props';
import type { PropNames } from './unknown-props';

/** Props of a fleet. */
export const fleetProps: PropNames<LlmFleetProps> = {
  pools: true,
  defaults: true,
  platform: true,
  quota: true,
};

/** Props of a service of a fleet. */
export const fleetServiceProps: PropNames<FleetServiceOptions> = { ...serviceOptions, pool: true };

/** Props of a quota. */
export const quotaProps: PropNames<GpuQuotaProps> = {
  services: true,
  gpus: true,
  perTier: true,
  name: true,
};

import type { GpuPool } from './gpu-pool';
import type { ServiceDefaults } from './service-defaults';
import type { ServiceOptions } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** Services that share pools. */
export interface LlmFleetProps {
  /** Pools that services run on, at least one, each with a name of its own. */
  readonly pools: GpuPool[];
  /** What its services share, over the platform's own; a service's value wins key by key. @default - the platform's */
  readonly defaults?: ServiceDefaults;
  /** The site. @default - the one provided above the scope */
  readonly platform?: ServingPlatform;
  /** GPUs that the namespace may hold, where others set its quota; `GpuQuota` writes one. @default - the platform's `gpuQuota` */
  readonly quota?: number;
}

/** One service of a fleet: a pool instead of machine and GPU. */
export interface FleetServiceOptions extends ServiceOptions {
  /** One of the fleet's pools. */
  readonly pool: GpuPool;
}

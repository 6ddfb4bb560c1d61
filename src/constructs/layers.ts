import type { NodeShape } from '../facts/node-shape';
import { layered, stated } from './layered';
import type { ServiceDefaults } from './service-defaults';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** Bounds that a fixed number of replicas settles. */
export const REPLICA_BOUNDS = ['/fleet/minReplicas', '/fleet/maxReplicas'];

/** The service's values over its pool's and its platform's; the nearest wins. */
export function withDefaults(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
): LlmInferenceServiceProps {
  const own = stated(props) as LlmInferenceServiceProps;
  const { pool } = own;
  const defaults = defaultsFor(own, platform._defaults());
  const all = layered(defaults, own);
  const accelerator = pool ? pool.accelerator : own.accelerator;
  const node = pool?.node ?? own.node ?? siteNode(accelerator?.id, defaults, platform);
  return {
    ...all,
    node,
    accelerator: accelerator ?? node?._accelerator(),
    nodeSelector: { ...defaults.nodeSelector, ...pool?._nodeSelector(), ...own.nodeSelector },
    toleratedTaints: [...(all.toleratedTaints ?? []), ...(pool?._toleratedTaints() ?? [])],
    usdPerGpuHour: own.usdPerGpuHour ?? pool?._usdPerGpuHour(),
  };
}

/** Shared pins of bounds that the service itself states in another way do not count. */
function defaultsFor(
  own: LlmInferenceServiceProps,
  { pins = [], ...rest }: ServiceDefaults,
): ServiceDefaults {
  const settled = settledBounds(own);
  return { ...rest, pins: pins.filter(({ quantity }) => !settled.includes(quantity)) };
}

function settledBounds({ replicas, scaleToZero }: LlmInferenceServiceProps): string[] {
  if (replicas !== undefined) return REPLICA_BOUNDS;
  return scaleToZero ? ['/fleet/minReplicas'] : [];
}

/** The site's own machine with the service's accelerator; without one the catalogue decides. */
function siteNode(
  acceleratorId: string | undefined,
  { node }: ServiceDefaults,
  platform: ServingPlatform,
): NodeShape | undefined {
  const ofSite = [...(node ? [node] : []), ...platform._nodes()];
  return ofSite.find((shape) => shape._carries(acceleratorId));
}

import type { NodeShape } from '../facts/node-shape';
import type { Pin } from './pin';
import type { ServiceDefaults } from './service-defaults';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** Bounds that a fixed number of replicas settles. */
export const REPLICA_BOUNDS = ['/fleet/minReplicas', '/fleet/maxReplicas'];

/** The service's values over its platform's, key by key; pins by quantity; the nearest wins. */
export function withDefaults(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
): LlmInferenceServiceProps {
  const defaults = platform._defaults();
  const own = stated(props) as LlmInferenceServiceProps;
  const node = own.node ?? siteNode(own, defaults, platform);
  return {
    ...defaults,
    ...own,
    node,
    accelerator: own.accelerator ?? node?._accelerator(),
    objectives: { ...defaults.objectives, ...own.objectives },
    podLabels: { ...defaults.podLabels, ...own.podLabels },
    podAnnotations: { ...defaults.podAnnotations, ...own.podAnnotations },
    nodeSelector: { ...defaults.nodeSelector, ...own.nodeSelector },
    pins: mergedPins(defaults, own),
  };
}

/** The site's own machine with the service's accelerator; without one the catalogue decides. */
function siteNode(
  { accelerator }: LlmInferenceServiceProps,
  { node }: ServiceDefaults,
  platform: ServingPlatform,
): NodeShape | undefined {
  const ofSite = [...(node ? [node] : []), ...platform._nodes()];
  return ofSite.find((shape) => shape._carries(accelerator?.id));
}

function mergedPins(defaults: ServiceDefaults, own: LlmInferenceServiceProps): Pin[] {
  const settled = settledBounds(own);
  const shared = (defaults.pins ?? []).filter(({ quantity }) => !settled.includes(quantity));
  const nearest = new Map([...shared, ...(own.pins ?? [])].map((pin) => [pin.quantity, pin]));
  return [...nearest.values()];
}

/** Bounds that the service itself states in another way. */
function settledBounds({ replicas, scaleToZero }: LlmInferenceServiceProps): string[] {
  if (replicas !== undefined) return REPLICA_BOUNDS;
  return scaleToZero ? ['/fleet/minReplicas'] : [];
}

/** Without what says nothing, undefined or empty, at any depth of plain objects. */
export function stated(value: object): object {
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    isPlain(part) ? stated(part as object) : part,
  ]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined && !isEmpty(part)));
}

function isEmpty(value: unknown): boolean {
  return isPlain(value) && Object.keys(value as object).length === 0;
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

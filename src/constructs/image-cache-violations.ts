import { featureSince, hasFeature } from '../kube/versions';
import type { ServiceSpec } from '../manifests';
import type { Violation } from '../violations';
import { ImageWarming } from './kinds';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** Why the cache cannot do its work on the service's cluster. */
export function imageCacheViolations(
  { imageCache }: LlmInferenceServiceProps,
  platform: ServingPlatform,
): Violation[] {
  const version = platform._toRequest().kubernetesVersion ?? '';
  if (imageCache?._warming() !== ImageWarming.VOLUME || hasFeature(version, 'imageVolumes')) {
    return [];
  }
  return [
    {
      path: 'imageCache.warming',
      value: ImageWarming.VOLUME,
      allowed: `ImageWarming.INIT_CONTAINER on Kubernetes ${version}: image volumes are on from ${featureSince.imageVolumes}`,
      fix: 'leave it out to let the version decide',
    },
  ];
}

/** Without a label the images would go to every node of the cluster. */
export function unplacedCache({ scheduling }: ServiceSpec): Violation[] {
  if (Object.keys(scheduling.nodeSelector).length > 0) return [];
  return [
    {
      path: 'nodeSelector',
      value: {},
      allowed: 'given with imageCache, as nothing is known that tells GPU nodes from others',
      fix: "state a label of the GPU nodes, e.g. { 'nvidia.com/gpu.present': 'true' }",
    },
  ];
}

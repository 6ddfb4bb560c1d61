import type { PlanAnswer } from '../capacity/answer';
import { nodeRow } from '../facts/node-rows';
import type { NodeShape } from '../facts/node-shape';
import type { PlatformSpec } from '../kube/platform';
import { featureSince, hasFeature } from '../kube/versions';
import type { SchedulingSpec, ServiceSpec } from '../manifests';
import type { Violation } from '../violations';
import { ImageWarming } from './kinds';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';

/** A service as its image cache sees it. */
export interface CachedService {
  readonly image: string;
  /** Image with the weights, which holds files only. */
  readonly weightsImage?: string;
  readonly imagePullSecrets: readonly string[];
  readonly scheduling: SchedulingSpec;
  readonly platform: PlatformSpec;
  readonly nodeId: string;
  /** Disk of the node, where it is known, and what a pod asks of it. */
  readonly nodeDiskGiB?: number;
  readonly podDiskGiB: number;
}

/** What a service asks of its image cache. */
export function cachedService(
  spec: ServiceSpec,
  { choice, replica }: PlanAnswer,
  node: NodeShape | undefined,
  platform: PlatformSpec,
): CachedService {
  const own = node?._toRequest();
  return {
    image: spec.engine.image,
    weightsImage: spec.weights.kind === 'image' ? spec.weights.reference : undefined,
    imagePullSecrets: spec.imagePullSecrets,
    scheduling: spec.scheduling,
    platform,
    nodeId: choice.node,
    nodeDiskGiB: typeof own === 'object' ? own.diskGiB : nodeRow(choice.node)?.diskGiB,
    podDiskGiB: replica?.diskGiB ?? 0,
  };
}

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

import type { PlanAnswer } from '../capacity/answer';
import { nodeRow } from '../facts/node-rows';
import type { NodeShape } from '../facts/node-shape';
import type { PlatformSpec } from '../kube/platform';
import type { SchedulingSpec, ServiceSpec } from '../manifests';

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
  /** Weights that lie on the node as an image. */
  readonly weightsGiB: number;
}

/** What a service asks of its image cache. */
export function cachedService(
  spec: ServiceSpec,
  { choice, replica }: PlanAnswer,
  stated: { readonly node?: NodeShape; readonly checkpointGiB: number },
  platform: PlatformSpec,
): CachedService {
  const own = stated.node?._toRequest();
  return {
    image: spec.engine.image,
    weightsImage: spec.weights.kind === 'image' ? spec.weights.reference : undefined,
    imagePullSecrets: spec.imagePullSecrets,
    scheduling: spec.scheduling,
    platform,
    nodeId: choice.node,
    nodeDiskGiB: typeof own === 'object' ? own.diskGiB : nodeRow(choice.node)?.diskGiB,
    podDiskGiB: replica?.diskGiB ?? 0,
    weightsGiB: spec.weights.kind === 'image' ? stated.checkpointGiB : 0,
  };
}

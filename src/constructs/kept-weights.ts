import type { PlanWarning } from '../capacity/answer';
import { publishedGiB } from '../capacity/weight-volume';
import type { WireObject } from '../manifests';
import type { WeightCacheProps } from './weight-cache-props';
import type { WeightSource } from './weight-source';

/** What a cache renders, and what services get of it. */
export interface KeptWeights {
  /** By child id. */
  readonly objects: Readonly<Record<string, WireObject>>;
  /** Child that is the claim, or of which Fluid makes one. */
  readonly claim: string;
  readonly filler: string;
  readonly weights: WeightSource;
  readonly warnings: readonly PlanWarning[];
}

/** On nodes with GPUs, whoever makes them. */
export const GPU_TAINTS = ['amd.com/gpu', 'nvidia.com/gpu'];

/** Size of the files, as stated or by the model's configuration. */
export function checkpointGiBOf({
  model,
  checkpointGiB,
}: Pick<WeightCacheProps, 'model' | 'checkpointGiB'>): number {
  const geometry = model._geometry();
  return checkpointGiB ?? (geometry ? publishedGiB(geometry) : 0);
}

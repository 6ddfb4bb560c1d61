import type { Place, Sited } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { RolloutView } from '../view/view';
import type { Cursor } from './cursor';

/** What a kind says of its pods, before anything is joined to it. */
export interface Workload extends Place {
  readonly replicas: Sited<number>;
  readonly pods: readonly PodView[];
  readonly rollout: RolloutView;
  readonly claimTemplates: readonly Cursor[];
}

/** Reads one kind of object; several services where one object holds several. */
export type WorkloadReader = (
  root: Cursor,
  surroundings: { readonly plannedVersion?: string },
) => readonly Workload[];

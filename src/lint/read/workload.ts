import type { Place, Sited } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { ScalerView } from '../view/scaler-view';
import type { MadeWorkload, RolloutView } from '../view/view';
import type { Cursor } from './cursor';
import type { DeviceCounts } from './device-claims';

/** What a kind says of its pods, before anything is joined to it. */
export interface Workload extends Place {
  readonly replicas: Sited<number>;
  readonly pods: readonly PodView[];
  readonly rollout: RolloutView;
  readonly claimTemplates: readonly Cursor[];
  /** Name of the role that is scaled alone, where an object has several. */
  readonly part?: string;
  readonly made?: MadeWorkload;
  /** What the object itself asks its controller to scale by. */
  readonly scalers?: readonly ScalerView[];
}

/** What is known beside the object. */
export interface Known {
  /** Of the plan of our own workloads. */
  readonly plannedVersion?: string;
  /** Accelerators by the names of claims. */
  readonly devices: DeviceCounts;
}

/** Reads one kind of object; several services where one object holds several. */
export type WorkloadReader = (root: Cursor, known: Known) => readonly Workload[];

export const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

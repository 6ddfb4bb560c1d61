import type { PriorityRow } from '../kube/priority';
import { sharedMetadata } from './metadata';
import type { WireObject } from './wire';

/** One step of the ladder, for the whole cluster. */
export function priorityClass({ name, value, preempts, description }: PriorityRow): WireObject {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: sharedMetadata({ name, component: 'priority' }),
    value,
    preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    // Else every pod of the cluster without a class would be one of ours.
    globalDefault: false,
    description,
  };
}

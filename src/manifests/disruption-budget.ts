import { evictionsAtOnce } from './constants';
import { serviceSelector } from './labels';
import { evictablePods } from './laws';
import { objectMetadata } from './metadata';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireObject } from './wire';

/**
 * Over all pods of all groups: a node drain that reaches a worker loses the group as well. The
 * budget counts pods, so a LeaderWorkerSet stays at 1, where 2 might be two groups.
 */
export function disruptionBudget(plan: ServicePlan, spec: ServiceSpec): WireObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: objectMetadata(spec),
    spec: {
      maxUnavailable: spec.workload === 'deployment' ? evictablePods(plan) : evictionsAtOnce,
      selector: { matchLabels: serviceSelector(spec) },
      // Otherwise a node drain waits for every pod that is still loading.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}

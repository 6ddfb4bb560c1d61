import type { ScalingBehavior } from '../capacity/answer';
import { hasFeature } from '../kube/versions';

export interface BehaviorInputs {
  readonly kubernetesVersion: string;
  readonly coldStartSeconds: number;
  readonly timeToScaleSeconds: number;
  readonly graceSeconds: number;
  readonly growthReplicas: number;
  /** Readings that a burst must outlast before a replica is bought for it. */
  readonly scaleUpWindowSeconds: number;
}

/** Limits of autoscaling/v2. */
const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;
/** A fleet may double while nobody knows yet whether the last addition was enough. */
const GROWTH_PERCENT = 100;
/** Drains run side by side; a quarter at a time brings 20 replicas to 2 in eight drains. */
const SHRINK_PERCENT = 25;
/** The HPA's own default, and the least that outlasts a lull in traffic. */
const SHORTEST_DOWN_WINDOW = 300;

/** Tolerance in both directions; nothing where the cluster has only its own 10 %. */
export function hpaTolerance(kubernetesVersion: string): number | undefined {
  return hasFeature(kubernetesVersion, 'hpaTolerance') ? 0 : undefined;
}

/**
 * Growth is capped per cold start, since a backlog keeps growing while replicas load; shrinking
 * waits out a cold start and then a drain at a time. Tolerance 0 on both sides, where the cluster
 * knows the field, keeps `status.replicas` with its draining groups out of the arithmetic.
 */
export function scalingBehavior(inputs: BehaviorInputs): ScalingBehavior {
  const growthPeriod = Math.min(LONGEST_PERIOD, Math.ceil(inputs.timeToScaleSeconds));
  const drainPeriod = Math.min(LONGEST_PERIOD, Math.max(1, inputs.graceSeconds));
  const tolerance = hpaTolerance(inputs.kubernetesVersion);
  return {
    scaleUp: {
      stabilizationWindowSeconds: inputs.scaleUpWindowSeconds,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: inputs.growthReplicas, periodSeconds: growthPeriod },
        { type: 'Percent', value: GROWTH_PERCENT, periodSeconds: growthPeriod },
      ],
      tolerance,
    },
    scaleDown: {
      stabilizationWindowSeconds: Math.min(
        LONGEST_WINDOW,
        Math.max(SHORTEST_DOWN_WINDOW, Math.ceil(inputs.coldStartSeconds)),
      ),
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 1, periodSeconds: drainPeriod },
        { type: 'Percent', value: SHRINK_PERCENT, periodSeconds: drainPeriod },
      ],
      tolerance,
    },
  };
}

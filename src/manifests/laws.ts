import type { PlanAnswer, ReplicaPlan } from '../capacity/answer';
import { livenessProbe } from '../kube/probes';
import { evictionsAtOnce } from './constants';
import type { ServiceSpec } from './service-spec';

// Numbers of manifests that are functions of the plan; there is no other arithmetic in here.

/**
 * Longest that a pod may take to so many starts of its engine: nothing is cached, and its claim is
 * still being filled.
 */
function longestStartSeconds(
  { coldStart, probes }: PlanAnswer,
  { weights }: Pick<ServiceSpec, 'weights'>,
  starts: number,
): number {
  const { waitSeconds = 0 } = (weights.kind === 'claim' && weights.filling) || {};
  const before = Math.ceil(coldStart.beforeContainerP95ColdCacheSeconds);
  return before + waitSeconds + starts * probes.startupBudgetSeconds;
}

/** A roll-out that takes longer than this for one pod is stuck. */
export function progressDeadlineSeconds(
  plan: PlanAnswer,
  spec: Pick<ServiceSpec, 'weights'>,
): number {
  return longestStartSeconds(plan, spec, 1) + plan.drain.graceSeconds;
}

/** Period × threshold is the time a server may be silent. */
export function livenessPeriodSeconds({ probes }: PlanAnswer): number {
  return Math.ceil(probes.livenessSeconds / livenessProbe.failureThreshold);
}

/** As long as the period, so that a slow answer is still an answer. */
export function livenessTimeoutSeconds(plan: PlanAnswer): number {
  return Math.max(plan.probes.readinessTimeoutSeconds, livenessPeriodSeconds(plan));
}

/** The annotation stands in the pod template: a small change of a fact must not roll the fleet. */
const STEP_MINUTES = 5;

/** Minutes after its start in which Karpenter leaves a pod alone: it would load for nothing. */
export function doNotDisruptMinutes(
  plan: PlanAnswer,
  spec: Pick<ServiceSpec, 'weights'>,
  starts = 1,
): number {
  return Math.ceil(longestStartSeconds(plan, spec, starts) / 60 / STEP_MINUTES) * STEP_MINUTES;
}

/** GPUs of one pod of a group. */
export function gpusPerPod({ gpus, nodes }: ReplicaPlan): number {
  return Math.ceil(gpus / nodes);
}

/** Pods that evictions may take at once: with a Deployment, as many as the plan has to spare. */
export function evictablePods({ fleet }: PlanAnswer): number {
  return Math.max(evictionsAtOnce, fleet?.spareReplicas ?? 0);
}

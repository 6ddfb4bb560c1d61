import type { PlanAnswer, ReplicaPlan } from '../capacity/answer';
import { livenessProbe } from '../kube/probes';
import { evictionsAtOnce } from './constants';

// Numbers of manifests that are functions of the plan; there is no other arithmetic in here.

/** A roll-out that takes longer than this for one pod is stuck. */
export function progressDeadlineSeconds({ coldStart, probes, drain }: PlanAnswer): number {
  return coldStart.beforeContainerSeconds + probes.startupBudgetSeconds + drain.graceSeconds;
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
export function doNotDisruptMinutes({ coldStart }: PlanAnswer): number {
  return Math.ceil(coldStart.seconds / 60 / STEP_MINUTES) * STEP_MINUTES;
}

/** GPUs of one pod of a group. */
export function gpusPerPod({ gpus, nodes }: ReplicaPlan): number {
  return Math.ceil(gpus / nodes);
}

/** Pods that evictions may take at once: with a Deployment, as many as the plan has to spare. */
export function evictablePods({ fleet }: PlanAnswer): number {
  return Math.max(evictionsAtOnce, fleet?.spareReplicas ?? 0);
}

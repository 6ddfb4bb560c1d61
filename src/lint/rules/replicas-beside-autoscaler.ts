import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { predictorScaling } from '../service/kserve-scaling';
import { counted, titleOf } from '../service/titles';
import type { LintView, ServiceView } from '../view/view';

export const replicasBesideAutoscaler: Rule = {
  id: 'R32',
  name: 'replicas-beside-autoscaler',
  severity: 'warning',
  sentence: 'A workload that is scaled states no replicas of its own',
  why: 'Every apply writes the number of the manifest over that of the scaler, and pods above it are killed at once, whatever the scale-down policy says. The scaler starts them again, which is a cold start under load.',
  fix: 'take spec.replicas out, after handing the field over: kubectl apply --server-side --field-manager=handover with the replicas that run now',
  source:
    'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling; measured: 5 to 1 replicas at one apply, Kubernetes 1.36.3, 2026-11-23',
  check: ({ services }: LintView) => services.flatMap(problemsOf),
};

function problemsOf(service: ServiceView): Problem[] {
  const { replicas, object } = service;
  // Resources that scale themselves write both into one object.
  const scaler = service.scalers.find((each) => each.object !== object);
  if (!scaler || replicas.isDefault || isMinimum(service)) return [];
  const { minReplicas, maxReplicas } = scaler;
  const bounds = `${minReplicas.value} to ${maxReplicas.value}`;
  const { value } = replicas;
  const isAbove = value > maxReplicas.value;
  const effect = isAbove
    ? `every apply starts ${counted(value - maxReplicas.value, 'replica')} above the maximum, which are cut off at the next sync`
    : `every apply sets the fleet to ${value} and kills what runs above`;
  return [
    {
      object: replicas.object,
      path: replicas.path,
      severity: isAbove ? 'error' : 'warning',
      message: `replicas: ${value} stands beside ${titleOf(scaler.object)} (${bounds}): ${effect}`,
    },
  ];
}

/** `minReplicas` of an InferenceService is written to its Deployment by the class `none` alone. */
function isMinimum(service: ServiceView): boolean {
  const by = predictorScaling(service);
  return by !== undefined && by !== 'none';
}

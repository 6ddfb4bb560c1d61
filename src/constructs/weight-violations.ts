import { LabelKey } from '../kube/labels';
import type { CapacityPlan } from '../plan/capacity-plan';
import type { Violation } from '../violations';
import type { LlmInferenceServiceProps } from './service-props';
import type { WeightSource } from './weight-source';

/** Why the weights are not those of this service, or not where its pods are. */
export function weightViolations(props: LlmInferenceServiceProps): Violation[] {
  const { modelId, zone } = props.weights?._bounds() ?? {};
  const violations: Violation[] = [];
  if (modelId !== undefined && props.model && modelId !== props.model.id) {
    violations.push({
      path: 'weights',
      value: modelId,
      allowed: `those of the model that is served, ${props.model.id}`,
      fix: 'give each model a cache of its own',
    });
  }
  const stated = props.nodeSelector?.[LabelKey.ZONE];
  if (zone !== undefined && stated !== undefined && stated !== zone) {
    violations.push({
      path: `nodeSelector['${LabelKey.ZONE}']`,
      value: stated,
      allowed: `${zone}, where the volume with the weights is`,
      fix: 'leave it out, or keep the weights where every zone can read them',
    });
  }
  return violations;
}

/** A claim is mounted inside its own namespace only. */
export function weightPlaceViolations(
  weights: WeightSource | undefined,
  namespace: string,
): Violation[] {
  const { namespace: own } = weights?._bounds() ?? {};
  if (own === undefined || own === namespace) return [];
  return [
    {
      path: 'weights',
      value: `a cache in namespace ${own}`,
      allowed: `in ${namespace}, as claims do not leave their namespace`,
      fix: 'build the cache in a chart of that namespace',
    },
  ];
}

/** A claim of one node or pod under a service that may have more. */
export function narrowClaim(
  plan: CapacityPlan,
  { weights }: LlmInferenceServiceProps,
): Violation[] {
  const { accessMode } = weights?._bounds() ?? {};
  const pods = (plan.fleet?.maxReplicas ?? 1) * (plan.replica?.nodes ?? 1);
  if (accessMode === undefined || accessMode.endsWith('Many') || pods <= 1) return [];
  return [
    {
      path: '/weights',
      value: accessMode,
      allowed: `ReadWriteMany or ReadOnlyMany: the plan has up to ${pods} pods`,
      fix: 'keep the weights on a shared file system, or state replicas: 1 for a service of one pod',
    },
  ];
}

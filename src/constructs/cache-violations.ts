import type { CapacityPlan } from '../plan/capacity-plan';
import type { Violation } from '../violations';
import { InferenceEngine } from './inference-engine';
import type { LlmInferenceServiceProps } from './service-props';
import { weightPlaceViolations } from './weight-violations';

/** Why a service of a namespace cannot use the caches and the headroom that it names. */
export function cacheViolations(
  plan: CapacityPlan,
  { compileCache, headroom, weights, engine }: LlmInferenceServiceProps,
  namespace = 'default',
): Violation[] {
  const { version } = engine ?? InferenceEngine.vllm();
  return [
    ...(compileCache?._violations(plan._answer(), version, namespace) ?? []),
    ...(headroom?._violations(plan._answer().name, namespace) ?? []),
    ...(headroom && !plan.headroom ? withoutGrowth(plan) : []),
    ...weightPlaceViolations(weights, namespace),
  ];
}

/** The plan would count on nodes that nobody keeps. */
function withoutGrowth({ fleet }: CapacityPlan): Violation[] {
  return [
    {
      path: 'headroom',
      value: `${fleet?.maxReplicas} replicas at all times`,
      allowed: 'left out where no replica is ever added',
      fix: "leave it out, or drop 'replicas' and the pins of both bounds",
    },
  ];
}

import type { PlanAnswer, ReplicaPlan } from '../capacity/answer';
import { InvalidInput } from '../violations';

/** A plan that knows how large a pod is; without traffic the answer may stop before that. */
export interface ServicePlan extends PlanAnswer {
  readonly replica: ReplicaPlan;
}

/** Narrows an answer to what manifests need. */
export function servicePlan(plan: PlanAnswer): ServicePlan {
  const { replica } = plan;
  if (replica) return { ...plan, replica };
  throw new InvalidInput([
    {
      path: '/traffic',
      value: undefined,
      allowed: 'stated for a service that is rendered',
      fix: 'state peakRequestsPerSecond, or pin the replicas',
    },
  ]);
}

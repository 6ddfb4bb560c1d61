import type { PlanAnswer } from '../capacity/answer';
import { type GpuClaim, gpuClaim, rankOf } from '../capacity/gpu-claim';
import type { ServiceSpec } from '../manifests';
import { resourceOf } from './manifest-spec';
import type { LlmInferenceServiceProps } from './service-props';
import { classOf } from './tier';

/** What a service of these props takes of its pool. */
export function claimOf(
  plan: PlanAnswer,
  props: LlmInferenceServiceProps,
  { compileCache }: ServiceSpec,
): GpuClaim {
  const { accelerator } = plan.choice;
  const place = {
    pool: props.pool?.name ?? accelerator,
    rank: rankOf(classOf(props)),
    resourceName: resourceOf(props, accelerator),
  };
  return gpuClaim(plan, place, compileCache?.primed);
}

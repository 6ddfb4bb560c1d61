import type { CapacityPlan } from '../plan/capacity-plan';
import type { Violation } from '../violations';
import { WorkloadKind } from './kinds';
import type { LlmInferenceServiceProps } from './service-props';
import { narrowClaim } from './weight-violations';

/** Why a plan that answers its request cannot be written down as a service. */
export function unservable(plan: CapacityPlan, props: LlmInferenceServiceProps): Violation[] {
  if (!plan.memory.fits) return [tooLarge(plan, props)];
  // Without traffic there is no fleet, and that is said already.
  if (!plan.fleet) return props.traffic ? [outOfReach(plan)] : [];
  return [...narrowClaim(plan, props), ...ungrouped(plan, props), ...diskless(plan, props)];
}

/** No machine of this kind ever has room for the pod. */
function diskless(
  { warnings, choice }: CapacityPlan,
  { pool }: LlmInferenceServiceProps,
): Violation[] {
  return warnings
    .filter(({ code }) => code === 'pod-exceeds-disk')
    .map(({ message, fix }) => ({
      path: pool ? '/pool' : '/node',
      value: choice.node,
      allowed: `one whose disk holds a pod: ${message}`,
      fix,
    }));
}

function ungrouped(plan: CapacityPlan, props: LlmInferenceServiceProps): Violation[] {
  const nodes = plan.replica?.nodes ?? 1;
  if (props.workload !== WorkloadKind.DEPLOYMENT || nodes === 1) return [];
  return [
    {
      path: '/workload',
      value: props.workload,
      allowed: `left out for a replica of ${nodes} nodes, as a Deployment knows no groups`,
      fix: 'leave it out, or choose a node that holds the whole model',
    },
  ];
}

function tooLarge({ choice, memory }: CapacityPlan, props: LlmInferenceServiceProps): Violation {
  return {
    path: '/model',
    value: props.model.id,
    allowed: `one that fits ${choice.accelerator}, ${memory.missingGiBPerGpu.toFixed(1)} GiB a GPU are missing`,
    fix: memory.smallestChange,
  };
}

function outOfReach(plan: CapacityPlan): Violation {
  const warning = plan.warnings.find(({ code }) => code === 'objectives-out-of-reach');
  const path = warning?.path ?? '/objectives';
  const stated = plan.toRequest().objectives?.[path.split('/')[2]];
  return {
    path,
    value: stated ?? 'the default',
    allowed: `within reach of ${plan.choice.accelerator}${warning ? `, ${warning.message}` : ''}`,
    fix: warning?.fix ?? 'relax the objectives',
  };
}

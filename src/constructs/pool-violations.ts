import { capacityTypeLabel } from '../kube/spot';
import type { CapacityPlan } from '../plan/capacity-plan';
import type { Violation } from '../violations';
import type { GpuPool } from './gpu-pool';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';
import { spotNoticeOf } from './spot-notice';

/** Why a service cannot run on its pool, whatever its plan. */
export function poolViolations(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
): Violation[] {
  const { pool, node, accelerator } = props;
  if (!pool) return [];
  const violations: Violation[] = Object.entries({ node, accelerator })
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => ({
      path,
      value: value?.id,
      allowed: `left out with 'pool', which is ${pool.name}`,
      fix: 'keep one of the two',
    }));
  if (pool.spotGpus === 0) return violations;
  const site = platform._spec(pool._nodeId());
  if (spotNoticeOf(pool, platform) === undefined) {
    violations.push({
      path: 'pool.spotNotice',
      value: undefined,
      allowed: `given on ${site.provider}, whose notice is not known`,
      fix: 'state the time between the notice and the end of a spot node',
    });
  }
  if (pool._capacityType() === 'spot-overflow' && !capacityTypeLabel(site)) {
    violations.push({
      path: 'pool.spotGpus',
      value: pool.spotGpus,
      allowed: `a pool of its own on ${site.provider}, where no label tells spot nodes from others`,
      fix: 'split the pool in two, each with its nodeSelector',
    });
  }
  return violations;
}

/** Why the pool cannot carry the plan of one service. */
export function planOnPool(plan: CapacityPlan, pool: GpuPool | undefined): Violation[] {
  if (!pool || pool.spotGpus === 0) return [];
  const violations: Violation[] = [];
  const late = plan.warnings.find(({ code }) => code === 'drain-exceeds-spot-notice');
  if (late) {
    violations.push({
      path: '/pool',
      value: `a drain of ${plan.drain.graceSeconds} s`,
      allowed: `one whose spot notice holds the drain: ${late.message}`,
      fix: late.fix,
    });
  }
  const gpusAtMin = plan.fleet?.gpusAtMin ?? 0;
  const { gpus = 0 } = pool;
  if (pool._capacityType() === 'spot-overflow' && gpus < gpusAtMin) {
    violations.push({
      path: '/pool/gpus',
      value: gpus,
      allowed: `at least ${gpusAtMin}, the minimum, which spot must not carry`,
      fix: `raise it to ${gpusAtMin} or lower the minimum`,
    });
  }
  return violations;
}

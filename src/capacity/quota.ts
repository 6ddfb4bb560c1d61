import type { Violation } from '../violations';
import type { PlanWarning } from './answer';
import { shares, total } from './fleet-sums';
import type { GpuClaim } from './gpu-claim';

/** Most GPUs that services hold at once, during roll-outs of all: with so many, pod N+1 is refused. */
export function quotaFor(claims: readonly GpuClaim[]): number {
  return total(claims, 'duringRollout');
}

/** Extended resources of services, each once. */
export function resourcesOf(claims: readonly GpuClaim[]): string[] {
  return [...new Set(claims.map(({ resourceName }) => resourceName))];
}

/** A quota that refuses what always runs. */
export function quotaViolations(
  path: string,
  quota: number | undefined,
  claims: readonly GpuClaim[],
): Violation[] {
  const needed = total(claims, 'atMin');
  if (quota === undefined || quota >= needed) return [];
  return [
    {
      path,
      value: quota,
      allowed: `at least ${needed}, the minima of ${shares(claims, 'atMin')}`,
      fix: `raise it to ${quotaFor(claims)}, which holds the maxima too`,
    },
  ];
}

/** A quota that the scaler runs into. */
export function quotaWarnings(
  path: string,
  quota: number | undefined,
  claims: readonly GpuClaim[],
): PlanWarning[] {
  const most = quotaFor(claims);
  if (quota === undefined || quota >= most) return [];
  return [
    {
      code: 'quota-below-maximum',
      path,
      message: `the maxima take ${most} GPUs during roll-outs, the quota is ${quota}: pods beyond it are refused`,
      fix: `raise the quota to ${most} or pin maxima`,
    },
  ];
}

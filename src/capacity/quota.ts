import type { Violation } from '../violations';
import type { PlanWarning } from './answer';
import { headroomOf, shares, total } from './fleet-sums';
import type { GpuClaim } from './gpu-claim';

/**
 * Most GPUs that services hold at once, during roll-outs of all, and Jobs and batch work beside
 * them: with so many, pod N+1 is refused. Headroom is in a namespace of its own.
 */
export function quotaFor(claims: readonly GpuClaim[]): number {
  return total(claims, 'duringRollout') - total(headroomOf(claims), 'duringRollout');
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

/**
 * Quota is admitted before anybody is preempted: GPUs that batch work holds stay its own, and a
 * new replica is refused where it would have taken them.
 */
export function batchInQuota(
  { gpus, perTier = false }: { readonly gpus?: number; readonly perTier?: boolean },
  claims: readonly GpuClaim[],
  batches: readonly GpuClaim[],
): Violation[] {
  const needed = quotaFor([...claims, ...batches]);
  if (perTier || batches.length === 0 || (gpus !== undefined && gpus >= needed)) return [];
  const names = batches.map(({ service }) => service).join(', ');
  return [
    {
      path: 'perTier',
      value: perTier,
      allowed: `true beside the off-peak work ${names}: what its pods hold of one quota, the services cannot take back`,
      fix:
        gpus === undefined
          ? 'state perTier: true, and a tier on every service'
          : `raise gpus to ${needed}, or state perTier: true in its place`,
    },
  ];
}

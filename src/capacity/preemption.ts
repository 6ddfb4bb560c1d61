import { type PoolSupply, supplyOf, total } from './fleet-sums';
import type { GpuClaim } from './gpu-claim';

/** Whom a service gives way to, and what it loses when all services peak together. */
export interface Preemption {
  readonly victim: GpuClaim;
  readonly by: readonly GpuClaim[];
  /** GPUs it may lose at most, in whole replicas; 0 where all peaks fit. */
  readonly gpus: number;
  readonly replicas: number;
  /** How far it may fall below its minimum, GPUs: the scheduler knows none. */
  readonly belowMin: number;
  /** Until its GPUs are free: measured to be the victim's grace and nothing more. */
  readonly seconds: number;
}

/** Services that find no GPU at the common peak and may take none from anybody. */
export interface Shortage {
  readonly claims: readonly GpuClaim[];
  readonly gpus: number;
}

/** Services of one priority, and what the ones above them leave unserved of their peaks. */
interface Step {
  readonly claims: readonly GpuClaim[];
  readonly above: readonly GpuClaim[];
  readonly short: number;
}

/** The order in which a pool is served when all services peak together. */
function steps(pool: PoolSupply, claims: readonly GpuClaim[]): Step[] {
  const priorities = [...new Set(claims.map(({ rank }) => rank.priority))].sort((a, b) => b - a);
  let free = supplyOf(pool) ?? Number.POSITIVE_INFINITY;
  return priorities.map((priority) => {
    const equal = claims.filter(({ rank }) => rank.priority === priority);
    const above = claims.filter(({ rank }) => rank.priority > priority);
    const asked = total(equal, 'atPeak');
    const short = Math.max(0, asked - free);
    free = Math.max(0, free - asked);
    return { claims: equal, above, short };
  });
}

/** Every service of a pool that another one may preempt. */
export function preemptions(pool: PoolSupply, claims: readonly GpuClaim[]): Preemption[] {
  return steps(pool, claims).flatMap(({ claims: equal, above, short }) => {
    const by = above.filter(({ rank }) => rank.preempts);
    return by.length === 0 ? [] : equal.map((victim) => loss(victim, by, short));
  });
}

function loss(victim: GpuClaim, by: readonly GpuClaim[], short: number): Preemption {
  const { gpus, gpusPerPod, podsPerReplica, graceSeconds } = victim;
  const perReplica = gpusPerPod * podsPerReplica;
  // A group that loses a pod loses all of them.
  const replicas = Math.ceil(Math.min(short, gpus.atPeak) / perReplica);
  const lost = Math.min(replicas * perReplica, gpus.atPeak);
  const belowMin = Math.max(0, gpus.atMin - (gpus.atPeak - lost));
  return { victim, by, gpus: lost, replicas, belowMin, seconds: graceSeconds };
}

/** Services of one priority that compete for what nobody gives way for. */
export function shortages(pool: PoolSupply, claims: readonly GpuClaim[]): Shortage[] {
  return steps(pool, claims)
    .filter(({ short, above }) => short > 0 && !above.some(({ rank }) => rank.preempts))
    .map(({ claims: equal, short }) => ({ claims: equal, gpus: short }));
}

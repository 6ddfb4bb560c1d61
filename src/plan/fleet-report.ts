import type { PlanWarning, Requirement } from '../capacity/answer';
import type { FleetShare, PoolPlan, PreemptionPlan } from '../capacity/answer-pools';
import { fleetDoubts, fleetRequirements } from '../capacity/fleet-review';
import { claimsOn, type PoolSupply, totals, usdPerHour } from '../capacity/fleet-sums';
import { type FleetSupply, fleetViolations } from '../capacity/fleet-violations';
import type { GpuClaim, GpuCounts } from '../capacity/gpu-claim';
import { preemptions } from '../capacity/preemption';
import { quotaFor } from '../capacity/quota';
import { describeViolation } from '../violations';

/**
 * The plans of several services against the pools and the quota they share: sums of GPUs and money,
 * who gives way to whom, and what does not add up.
 */
export class FleetReport {
  /**
   * The report on these services.
   * @internal
   */
  public static _of(supply: FleetSupply, claims: readonly GpuClaim[]): FleetReport {
    return new FleetReport(supply, claims);
  }

  private constructor(
    private readonly supply: FleetSupply,
    private readonly claims: readonly GpuClaim[],
  ) {}

  /** What each service takes, in the order they were added, then the headroom and the off-peak work beside them. */
  public get services(): FleetShare[] {
    return this.claims.map((claim) => ({
      service: claim.service,
      pool: claim.pool,
      tier: claim.rank.name,
      ...named(claim.gpus),
    }));
  }

  /** What the services of each pool take together, with headroom and off-peak work. */
  public get pools(): PoolPlan[] {
    return this.supply.pools.map((pool) => poolPlan(pool, claimsOn(pool, this.claims)));
  }

  /** Who gives way to whom, and for how long the taker waits. */
  public get preemptions(): PreemptionPlan[] {
    return this.supply.pools.flatMap((pool) =>
      preemptions(pool, claimsOn(pool, podsOf(this.claims))).map(
        ({ victim, by, gpus, seconds }) => ({
          pool: pool.name,
          victim: victim.service,
          by: by.map(({ service }) => service),
          gpus,
          seconds,
        }),
      ),
    );
  }

  /** GPUs that the namespace may hold, where stated. */
  public get quota(): number | undefined {
    return this.supply.quota;
  }

  /** GPUs that a quota must grant for no pod to be refused. */
  public get quotaNeeded(): number {
    return quotaFor(this.claims);
  }

  /** At all minima, USD per hour; absent where a price is not known. */
  public get usdPerHourAtMin(): number | undefined {
    return sum(this.pools.map((pool) => pool.usdPerHourAtMin));
  }

  /** At the mean load, USD per hour; absent where a price is not known. */
  public get usdPerHourMean(): number | undefined {
    return sum(this.pools.map((pool) => pool.usdPerHourMean));
  }

  /** At all maxima, USD per hour; absent where a price is not known. */
  public get usdPerHourAtMax(): number | undefined {
    return sum(this.pools.map((pool) => pool.usdPerHourAtMax));
  }

  /** Why the plans cannot all be kept, one sentence each; synthesis fails with them. */
  public get problems(): string[] {
    return fleetViolations(this.supply, this.claims).map(describeViolation);
  }

  /** What a reviewer should hear about although the plans hold. */
  public get warnings(): PlanWarning[] {
    return fleetDoubts(this.supply, this.claims);
  }

  /** What the cluster must have, besides what each plan lists. */
  public get requirements(): Requirement[] {
    return fleetRequirements(this.supply, this.claims);
  }
}

/** A buffer has no pods that could give way. */
function podsOf(claims: readonly GpuClaim[]): GpuClaim[] {
  return claims.filter(({ kind }) => kind !== 'buffer');
}

function poolPlan(pool: PoolSupply, claims: readonly GpuClaim[]): PoolPlan {
  return {
    pool: pool.name,
    gpus: pool.gpus,
    spotGpus: pool.spotGpus,
    ...named(totals(claims)),
    usdPerHourAtMin: usdPerHour(pool, claims, 'atMin'),
    usdPerHourMean: usdPerHour(pool, claims, 'atMean'),
    usdPerHourAtMax: usdPerHour(pool, claims, 'atMax'),
  };
}

function named({ atMin, atMean, atPeak, atMax, duringRollout }: GpuCounts) {
  return {
    gpusAtMin: atMin,
    gpusAtMean: atMean,
    gpusAtPeak: atPeak,
    gpusAtMax: atMax,
    gpusDuringRollout: duringRollout,
  };
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (all, value) => (all === undefined || value === undefined ? undefined : all + value),
    0,
  );
}

import type { ChoicePlan } from '../capacity/answer';
import type { PlanRequest } from '../capacity/request';
import type { Doubled } from './doubled';

/** What a list says about one of its plans. */
export interface Recommendation {
  /** Place in the list, from 1. */
  readonly rank: number;
  /** Why it is first, or why it lost against the first. */
  readonly because: string;
  /** USD per hour of one replica; absent where no price is known. */
  readonly usdPerHourOfReplica?: number;
  /**
   * USD per hour at the peak, whole nodes where an autoscaler buys them: what the list is ordered
   * by. Absent without a fleet or a price.
   */
  readonly usdPerHourAtPeak?: number;
  readonly priceSource?: string;
  /** What to state beside, or instead of, what the request says for `plan` to give this plan. */
  readonly stated: Partial<PlanRequest>;
  /** Absent without a fleet. */
  readonly doubled?: Doubled;
  /** What is cheapest at twice the traffic; in the first plan only, where that is not itself. */
  readonly cheapestAtTwice?: ChoicePlan;
}

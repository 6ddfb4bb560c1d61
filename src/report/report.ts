import type { CapacityPlan } from '../plan/capacity-plan';
import { planMarkdown } from './plan-markdown';

/** Plans for people. */
export class Report {
  /** A plan as Markdown: every number with its reason, what was rejected, what is needed. */
  public static plan(plan: CapacityPlan): string {
    return planMarkdown(plan._answer());
  }

  private constructor() {}
}

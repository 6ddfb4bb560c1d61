import type { CapacityPlan } from '../plan/capacity-plan';
import type { FleetReport } from '../plan/fleet-report';
import { fleetMarkdown } from './fleet-markdown';
import { planMarkdown } from './plan-markdown';

/** Plans for people. */
export class Report {
  /** A plan as Markdown: every number with its reason, what was rejected, what is needed. */
  public static plan(plan: CapacityPlan): string {
    return planMarkdown(plan._answer());
  }

  /** A fleet as Markdown: sums by service and pool, who gives way to whom, what does not add up. */
  public static fleet(report: FleetReport): string {
    return fleetMarkdown(report);
  }

  private constructor() {}
}

import type {
  AlertPlan,
  ChoicePlan,
  ColdStartPlan,
  CostPlan,
  DrainPlan,
  Evidence,
  FleetPlan,
  HeadroomPlan,
  MemoryPlan,
  PlanAnswer,
  PlanWarning,
  ProbesPlan,
  RejectedChoice,
  ReplicaPlan,
  Requirement,
  ScalingPlan,
  SpeedPlan,
  SplitPlan,
  TextbookView,
} from '../capacity/answer';
import { withReadings } from '../capacity/calibration/calibration-request';
import type { PlanRequest } from '../capacity/request';
import { inKnownSpellings } from '../capacity/spellings';
import { InvalidInput } from '../violations';
import { explainQuantity } from './explain';
import { planFor } from './plan-for';
import { trafficTimes } from './traffic-times';

/**
 * Every number of one LLM service: memory, speed, replicas, cold start, drain, scaling and cost,
 * computed from model, accelerator, traffic and objectives, each with its reason.
 *
 * A plan is final: `withTrafficTimes` and pins make new ones.
 *
 * ```ts
 * CapacityPlan.fromRequest({
 *   model: 'meta-llama/Llama-3.3-70B-Instruct',
 *   accelerator: 'H100-SXM',
 *   traffic: { peakRequestsPerSecond: 100, inputTokens: 500, outputTokens: 300 },
 * }).fleet?.maxReplicas;
 * ```
 */
export class CapacityPlan {
  /**
   * The plan of a request in the file format of `schema/plan-request.schema.json`.
   *
   * @param request The request as plain data.
   * @throws when the request makes no sense, with every violation in the message.
   */
  public static fromRequest(request: any): CapacityPlan {
    // A copy: the plan is final, whatever happens to the object it was asked with.
    return new CapacityPlan(structuredClone(request));
  }

  private readonly answer: PlanAnswer;

  private readonly request: PlanRequest;

  private constructor(request: PlanRequest) {
    this.answer = planFor(request);
    // Files of a benchmark stay where they are; what they say goes with the plan.
    this.request = withReadings(inKnownSpellings(request));
  }

  /** Parallelism, node shape and weight format, with the engine arguments they imply. */
  public get choice(): ChoicePlan {
    return this.answer.choice;
  }
  /** What was considered and lost, cheapest first, each with the reason. */
  public get rejected(): RejectedChoice[] {
    return this.answer.rejected;
  }
  /** Memory of one GPU and the KV cache. */
  public get memory(): MemoryPlan {
    return this.answer.memory;
  }
  /** The step time and, with an operating point, a prediction. */
  public get speed(): SpeedPlan {
    return this.answer.speed;
  }
  /** One replica; absent without traffic or where the objectives are out of reach. */
  public get replica(): ReplicaPlan | undefined {
    return this.answer.replica;
  }
  /** All replicas; absent without traffic or where the objectives are out of reach. */
  public get fleet(): FleetPlan | undefined {
    return this.answer.fleet;
  }
  /** Whether separate replicas for prompts and answers would help; absent without a fleet. */
  public get split(): SplitPlan | undefined {
    return this.answer.split;
  }
  /** Nodes kept ready for new replicas; absent without warm headroom. */
  public get headroom(): HeadroomPlan | undefined {
    return this.answer.headroom;
  }
  /** Seconds from a pod's creation to its first answer, by stage. */
  public get coldStart(): ColdStartPlan {
    return this.answer.coldStart;
  }
  /** Probe budgets. */
  public get probes(): ProbesPlan {
    return this.answer.probes;
  }
  /** How a pod leaves without losing a request. */
  public get drain(): DrainPlan {
    return this.answer.drain;
  }
  /** Triggers, behavior and fallback of the scaler; absent without a fleet. */
  public get scaling(): ScalingPlan | undefined {
    return this.answer.scaling;
  }
  /** What people are told. */
  public get alerts(): AlertPlan[] {
    return this.answer.alerts;
  }
  /** Cost of the GPUs; absent without a fleet or a price. */
  public get cost(): CostPlan | undefined {
    return this.answer.cost;
  }
  /** What the cluster must have. */
  public get requirements(): Requirement[] {
    return this.answer.requirements;
  }
  /** The rule of thumb beside the plan; absent without a fleet. */
  public get textbook(): TextbookView | undefined {
    return this.answer.textbook;
  }
  /** Where every number comes from. */
  public get evidence(): Evidence[] {
    return this.answer.evidence;
  }
  /** What a reviewer should hear about. */
  public get warnings(): PlanWarning[] {
    return this.answer.warnings;
  }

  /**
   * Why a number is what it is: value, formula with its numbers, source and who pinned it.
   *
   * @param quantity JSON pointer such as `/fleet/minReplicas`.
   * @throws when the plan has no such quantity, naming the nearest ones.
   */
  public explain(quantity: string): string {
    return explainQuantity(this.answer.evidence, quantity);
  }

  /**
   * The plan of the same service with all rates multiplied.
   *
   * @param factor 2 doubles the traffic.
   * @throws without traffic in the request.
   */
  public withTrafficTimes(factor: number): CapacityPlan {
    const { traffic } = this.request;
    if (!traffic || !(factor > 0 && Number.isFinite(factor)))
      throw noTraffic(traffic ? factor : undefined);
    return new CapacityPlan({ ...this.request, traffic: trafficTimes(traffic, factor) });
  }

  /** The request this plan answers; `fromRequest` of it gives the same plan. */
  public toRequest(): any {
    return structuredClone(this.request);
  }

  /** The whole answer as plain data, as the command line prints it. */
  public toJson(): any {
    return structuredClone(this.answer);
  }

  /**
   * The whole answer, typed.
   * @internal
   */
  public _answer(): PlanAnswer {
    return this.answer;
  }
}

function noTraffic(value: number | undefined): InvalidInput {
  return new InvalidInput([
    {
      path: value === undefined ? '/traffic' : 'factor',
      value,
      allowed: value === undefined ? 'stated' : 'more than 0 and finite',
      fix: value === undefined ? 'state peakRequestsPerSecond' : 'use 2 to double the traffic',
    },
  ]);
}

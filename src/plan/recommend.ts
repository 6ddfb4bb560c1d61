import type { ChoicePlan, PlanAnswer, RejectedChoice } from '../capacity/answer';
import { fits } from '../capacity/choose';
import { Ledger } from '../capacity/ledger';
import type { PlanRequest } from '../capacity/request';
import { settleLoad } from '../capacity/settle-load';
import { nodeRow } from '../facts/node-rows';
import { InvalidInput } from '../violations';
import { choicePlan } from './choice';
import { type Doubled, doubledTraffic, type TwiceTheTraffic, twiceTheTraffic } from './doubled';
import { planInputs } from './plan-for';
import { type Cell, cellsOf, preferred } from './recommend-cells';
import { reasonAgainst, reasonFor } from './recommend-reasons';
import { openRequest } from './recommend-request';
import { best, billedGpus, order, sizeAt } from './select';

/** A plan of a list, cheapest first. */
export interface Recommended extends PlanAnswer {
  readonly recommendation: Recommendation;
}

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

/**
 * The plans of all that a request leaves open: accelerator, node shape, parallelism and weight
 * format; those that fit, cheapest first. Where nothing fits it is the one that comes closest.
 */
export function recommendFor(value: unknown): Recommended[] {
  const { inputs, families } = openRequest(value);
  const load = settleLoad(inputs, new Ledger(inputs.request.pins));
  const cells = cellsOf(inputs, families, load).sort(preferred);
  if (cells.length === 0) throw tooLarge(inputs.request);
  const works = cells.filter(
    ({ refusal, layouts }) => refusal === undefined && fits(layouts[0].candidate),
  );
  const listed = works.length > 0 ? works : cells.slice(0, 1);
  const about = { asked: value as PlanRequest, twice: twiceTheTraffic(inputs), listed, cells };
  return listed.map((cell, i) => recommended(cell, i, about));
}

/** What every plan of a list is told with. */
interface About {
  readonly asked: PlanRequest;
  readonly twice?: TwiceTheTraffic;
  readonly listed: readonly Cell[];
  readonly cells: readonly Cell[];
}

function recommended(
  cell: Cell,
  index: number,
  { asked, twice, listed, cells }: About,
): Recommended {
  const selection = best(cell.inputs, cell.layouts);
  const inputs = { ...cell.inputs, request: wholeOf(cell) };
  const plan = planInputs(inputs, () => selection);
  const [first] = listed;
  const isFirst = cell === first;
  return {
    ...plan,
    rejected: isFirst ? [...othersOf(cells), ...plan.rejected] : plan.rejected,
    recommendation: {
      rank: index + 1,
      because: isFirst ? reasonFor(listed) : reasonAgainst(cell, first),
      ...pricesOf(cell),
      stated: beside(asked, inputs.request),
      doubled: twice && doubledTraffic(inputs, selection.chosen, plan, twice),
      cheapestAtTwice: isFirst && twice ? cheapestAt(twice, listed) : undefined,
    },
  };
}

/** The first at another amount of traffic, where it is another than now. */
function cheapestAt({ load }: TwiceTheTraffic, listed: readonly Cell[]): ChoicePlan | undefined {
  const resized = listed.map((cell) => ({
    ...cell,
    layouts: cell.layouts
      .map((sized) => {
        const { candidate, rates, coldStartSeconds = 0 } = sized;
        return rates ? sizeAt(cell.inputs, load, candidate, rates, coldStartSeconds) : sized;
      })
      .sort(order),
  }));
  const [then] = resized.sort(preferred);
  const [{ candidate }] = then.layouts;
  if (candidate === listed[0].layouts[0].candidate) return undefined;
  return choicePlan(then.inputs, candidate);
}

/** All that lost against the first: it is the one that people ask about. */
function othersOf([first, ...others]: readonly Cell[]): RejectedChoice[] {
  return others.map((cell) => ({
    choice: choicePlan(cell.inputs, cell.layouts[0].candidate),
    because: reasonAgainst(cell, first),
  }));
}

function pricesOf({ inputs, layouts, price }: Cell): Partial<Recommendation> {
  if (!price) return {};
  const [{ candidate, sizes }] = layouts;
  const { usdPerGpuHour } = price;
  return {
    usdPerHourOfReplica: candidate.gpus * usdPerGpuHour,
    usdPerHourAtPeak: sizes && billedGpus(inputs, candidate, sizes) * usdPerGpuHour,
    priceSource: price.source,
  };
}

/** The request with nothing left open. */
function wholeOf({ inputs: { request }, layouts }: Cell): PlanRequest {
  const [{ candidate }] = layouts;
  // A machine that was made up for a GPU has no name to be stated by.
  const node = nodeRow(candidate.node.id)?.id;
  return { ...request, node: request.node ?? node, parallelism: candidate.parallelism };
}

const OPEN = ['model', 'accelerator', 'node', 'quantization', 'parallelism'] as const;

function beside(asked: PlanRequest, whole: PlanRequest): Partial<PlanRequest> {
  const added = OPEN.filter((key) => whole[key] !== undefined && whole[key] !== asked[key]);
  return Object.fromEntries(added.map((key) => [key, whole[key]]));
}

function tooLarge({ workload, parallelism }: PlanRequest): InvalidInput {
  return new InvalidInput([
    {
      path: '/parallelism',
      value: parallelism,
      allowed: `what one machine holds under workload '${workload}'`,
      fix: "lower it, leave it out, or state workload 'leader-worker-set'",
    },
  ]);
}

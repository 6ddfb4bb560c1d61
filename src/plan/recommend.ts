import type { PlanAnswer, RejectedChoice } from '../capacity/answer';
import { fits } from '../capacity/choose';
import { Ledger } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { PlanRequest } from '../capacity/request';
import { settleLoad } from '../capacity/settle-load';
import { InvalidInput } from '../violations';
import { choicePlan } from './choice';
import { doubledTraffic, type TwiceTheTraffic, twiceTheTraffic } from './doubled';
import { type Cell, cellsOf, preferred } from './recommend-cells';
import { byPreference, type Entry, entryOf } from './recommend-entries';
import { obstacleOfCell, reasonAgainst, reasonFor } from './recommend-reasons';
import { openRequest } from './recommend-request';
import type { Recommendation } from './recommendation';
import { order, sizeAt } from './select';

/** A plan of a list, cheapest first. */
export interface Recommended extends PlanAnswer {
  readonly recommendation: Recommendation;
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
  const entries = listed.map(entryOf).sort(byPreference);
  const twice = twiceTheTraffic(inputs);
  return entries.map((entry, i) => ({
    ...entry.plan,
    rejected: [...(i === 0 ? othersOf(entries, cells) : []), ...entry.plan.rejected],
    recommendation: {
      rank: i + 1,
      because: i === 0 ? reasonFor(entries) : reasonAgainst(entry, entries[0]),
      usdPerHourOfReplica: entry.usdPerHourOfReplica,
      usdPerHourAtPeak: entry.usdPerHourAtPeak,
      priceSource: entry.cell.price?.source,
      stated: beside(value as PlanRequest, entry.inputs.request),
      doubled: twice && doubledTraffic(entry.inputs, entry.cell.layouts[0], entry.plan, twice),
      cheapestAtTwice: i === 0 && twice ? cheapestAt(twice, entries) : undefined,
    },
  }));
}

/** All that lost against the first: it is the one that people ask about. */
function othersOf([first, ...entries]: readonly Entry[], cells: readonly Cell[]): RejectedChoice[] {
  const listed = new Set([first, ...entries].map(({ cell }) => cell));
  const choiceOf = ({ inputs, layouts }: Cell) => choicePlan(inputs, layouts[0].candidate);
  return [
    ...entries.map((entry) => ({
      choice: choiceOf(entry.cell),
      because: reasonAgainst(entry, first),
    })),
    ...cells
      .filter((cell) => !listed.has(cell))
      .map((cell) => ({ choice: choiceOf(cell), because: obstacleOfCell(cell) ?? '' })),
  ];
}

/** The first at another amount of traffic, where it is another than now. */
function cheapestAt(
  { load }: TwiceTheTraffic,
  entries: readonly Entry[],
): Recommendation['cheapestAtTwice'] {
  const [then] = entries.map(({ cell }) => resized(cell, load)).sort(preferred);
  const [{ candidate }] = then.layouts;
  if (candidate === entries[0].cell.layouts[0].candidate) return undefined;
  return choicePlan(then.inputs, candidate);
}

function resized(cell: Cell, load: Load): Cell {
  const layouts = cell.layouts.map((sized) => {
    const { candidate, rates, coldStartSeconds = 0 } = sized;
    return rates ? sizeAt(cell.inputs, load, candidate, rates, coldStartSeconds) : sized;
  });
  return { ...cell, layouts: layouts.sort(order) };
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

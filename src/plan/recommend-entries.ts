import type { PlanAnswer } from '../capacity/answer';
import type { PlanRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { nodeRow } from '../facts/node-rows';
import { planInputs } from './plan-for';
import { type Cell, precedence } from './recommend-cells';
import { best, billedGpus, order } from './select';

/** A cell with the plan of its best layout, pins and floors included. */
export interface Entry {
  readonly cell: Cell;
  readonly inputs: PlanInputs;
  readonly plan: PlanAnswer;
  readonly usdPerHourOfReplica?: number;
  readonly usdPerHourAtPeak?: number;
}

/** The plan of a request that states what the cell is. */
export function entryOf(cell: Cell): Entry {
  const selection = best(cell.inputs, cell.layouts);
  const inputs = { ...cell.inputs, request: wholeOf(cell) };
  const plan = planInputs(inputs, () => selection);
  const { candidate } = selection.chosen;
  const usd = cell.price?.usdPerGpuHour;
  const { fleet } = plan;
  return {
    cell,
    inputs,
    plan,
    usdPerHourOfReplica: usd && usd * candidate.gpus,
    usdPerHourAtPeak: usd && fleet && usd * billedGpus(inputs, candidate, fleet.gpusAtPeak),
  };
}

/** What works and has a price first, then what is cheapest, then the smaller replica. */
export function byPreference(a: Entry, b: Entry): number {
  const [first] = a.cell.layouts;
  const [second] = b.cell.layouts;
  return precedence(a.cell, b.cell) || costOf(a) - costOf(b) || order(first, second);
}

/** USD where a price is known, else GPUs; nothing where no rate keeps the objectives. */
function costOf({ cell, plan, usdPerHourAtPeak, usdPerHourOfReplica = 0 }: Entry): number {
  if (plan.fleet) return usdPerHourAtPeak ?? plan.fleet.gpusAtPeak;
  return cell.layouts[0].rates ? 0 : usdPerHourOfReplica;
}

/** The request with nothing left open. */
function wholeOf({ inputs: { request }, layouts }: Cell): PlanRequest {
  const [{ candidate }] = layouts;
  // A machine that was made up for a GPU has no name to be stated by.
  const node = nodeRow(candidate.node.id)?.id;
  return { ...request, node: request.node ?? node, parallelism: candidate.parallelism };
}

import { counted, round } from '../capacity/ledger';
import type { Cell } from './recommend-cells';
import type { Entry } from './recommend-entries';
import { obstacleOf } from './select';

/** Why the first of a list is first. */
export function reasonFor(entries: readonly Entry[]): string {
  const [first, second] = entries;
  const obstacle = obstacleOfCell(first.cell);
  if (obstacle !== undefined) return `the closest of all, yet ${obstacle}`;
  const cost = costOf(first) ?? `no price is known, ${gpusOf(first)}`;
  if (!second) return `the only one that works: ${cost}`;
  const next = obstacleOfCell(second.cell) ?? costOf(second) ?? gpusOf(second);
  return `the cheapest of ${entries.length} that fit: ${cost}; the next, ${nameOf(second)}: ${next}`;
}

/** Why an entry comes after the first, in numbers of both. */
export function reasonAgainst(entry: Entry, first: Entry): string {
  const obstacle = obstacleOfCell(entry.cell);
  if (obstacle !== undefined) return obstacle;
  const counts = countsAgainst(entry, first);
  const cost = costOf(entry);
  if (!cost) return `no price of ${entry.plan.choice.accelerator} is known; ${counts}`;
  const least = first.usdPerHourAtPeak ?? first.usdPerHourOfReplica;
  return `${cost} against ${round(least ?? 0)}; ${counts}`;
}

/** Why a cell is out whatever it costs. */
export function obstacleOfCell({ refusal, layouts }: Cell): string | undefined {
  return refusal ?? obstacleOf(layouts[0]);
}

function countsAgainst({ cell, plan }: Entry, first: Entry): string {
  const { fleet, replica } = plan;
  const { fleet: least, replica: best } = first.plan;
  if (!fleet || !replica || !least || !best) {
    const gpus = first.cell.layouts[0].candidate.gpus;
    return `${counted(cell.layouts[0].candidate.gpus, 'GPU')} a replica against ${gpus}`;
  }
  const lost = `${fleet.gpusAtPeak / replica.gpus} × ${replica.gpus}`;
  const won = `${least.gpusAtPeak / best.gpus} × ${best.gpus}`;
  return `${lost} against ${won} GPUs, as a replica carries ${round(replica.maxRequestsPerSecond)} against ${round(best.maxRequestsPerSecond)} requests/s (${replica.bindingConstraint} binds)`;
}

function costOf({ usdPerHourAtPeak, usdPerHourOfReplica }: Entry): string | undefined {
  if (usdPerHourAtPeak !== undefined) return `${round(usdPerHourAtPeak)} USD/h at the peak`;
  return usdPerHourOfReplica === undefined
    ? undefined
    : `${round(usdPerHourOfReplica)} USD/h a replica`;
}

function gpusOf({ cell, plan }: Entry): string {
  return counted(plan.fleet?.gpusAtPeak ?? cell.layouts[0].candidate.gpus, 'GPU');
}

/** `H100-SXM × 8 on aws/p5.48xlarge, fp8` */
function nameOf({ cell, plan: { choice } }: Entry): string {
  return `${choice.accelerator} × ${cell.layouts[0].candidate.gpus} on ${choice.node}, ${choice.quantization}`;
}

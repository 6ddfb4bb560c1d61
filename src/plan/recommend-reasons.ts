import { counted, round } from '../capacity/ledger';
import type { Cell } from './recommend-cells';
import { obstacleOf } from './select';

/** Why the first of a list is first. */
export function reasonFor(listed: readonly Cell[]): string {
  const [first, second] = listed;
  const obstacle = obstacleOfCell(first);
  if (obstacle !== undefined) return `the closest of all, yet ${obstacle}`;
  if (!first.price) return `no price is known: ${gpusOf(first)} GPUs are the fewest`;
  const cost = usd(first);
  if (!second) return `the only one that works: ${cost}`;
  const next = obstacleOfCell(second) ?? usd(second);
  return `the cheapest of ${listed.length} that fit: ${cost}; the next, ${nameOf(second)}: ${next}`;
}

/** Why a cell comes after the first, in numbers of both. */
export function reasonAgainst(cell: Cell, first: Cell): string {
  const obstacle = obstacleOfCell(cell);
  if (obstacle !== undefined) return obstacle;
  const counts = countsAgainst(cell, first);
  if (!cell.price) return `no price of ${cell.inputs.accelerator.id} is known; ${counts}`;
  return `${usd(cell)} against ${round(first.layouts[0].rank)}; ${counts}`;
}

function countsAgainst(cell: Cell, first: Cell): string {
  const [lost] = cell.layouts;
  const [won] = first.layouts;
  if (!lost.sizes || !won.sizes || !lost.rates || !won.rates) {
    return `${counted(lost.candidate.gpus, 'GPU')} a replica against ${won.candidate.gpus}`;
  }
  const of = ({ candidate, sizes }: typeof lost): string =>
    `${sizes?.replicasAtPeak} × ${candidate.gpus}`;
  const { limit } = lost.rates;
  return `${of(lost)} against ${of(won)} GPUs, as a replica carries ${round(limit.requestsPerSecond)} against ${round(won.rates.limit.requestsPerSecond)} requests/s (${limit.bindingConstraint} binds)`;
}

function obstacleOfCell({ refusal, layouts }: Cell): string | undefined {
  return refusal ?? obstacleOf(layouts[0]);
}

function usd({ layouts: [{ rank, sizes }] }: Cell): string {
  return `${round(rank)} USD/h ${sizes ? 'at the peak' : 'a replica'}`;
}

function gpusOf({ layouts: [{ candidate, sizes }] }: Cell): number {
  return candidate.gpus * (sizes?.replicasAtPeak ?? 1);
}

/** `H100-SXM × 8 on aws/p5.48xlarge, fp8` */
function nameOf({ inputs, layouts: [{ candidate }] }: Cell): string {
  return `${inputs.accelerator.id} × ${candidate.gpus} on ${candidate.node.id}, ${inputs.format}`;
}

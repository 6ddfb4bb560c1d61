import type { RejectedChoice } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import { candidates, fits, isRoomy, missingGiB } from '../capacity/choose';
import { gpuPrice } from '../capacity/cost';
import { type FleetSizes, fleetSizes } from '../capacity/fleet';
import { growthOver } from '../capacity/growth';
import { counted, round } from '../capacity/ledger';
import { type Load, type ReplicaRates, replicaRates } from '../capacity/load';
import { nodeAutoscalerOf } from '../capacity/node-autoscaler';
import type { PlanInputs } from '../capacity/resolve';
import type { ModelGeometry } from '../facts/model/geometry';
import { choicePlan } from './choice';
import { coldStartOf, timeToScaleSeconds } from './timing';

/** A candidate with what it takes to carry the load. */
export interface Sized {
  readonly candidate: Candidate;
  readonly rates?: ReplicaRates;
  readonly sizes?: FleetSizes;
  readonly coldStartSeconds?: number;
  /** USD per hour at the peak, GPUs where no price is known, or ms a step out of reach. */
  readonly rank: number;
}

export interface Selection {
  readonly chosen: Sized;
  readonly rejected: RejectedChoice[];
}

const SHOWN_REJECTIONS = 12;

/** The cheapest candidate that fits and keeps the objectives; the closest one where none does. */
export function select(
  inputs: PlanInputs,
  model: ModelGeometry,
  load: Load | undefined,
): Selection {
  return best(
    inputs,
    candidates(inputs, model).map((candidate) => size(inputs, candidate, load)),
  );
}

/** The first of at least one, and the reasons of the others. */
export function best(inputs: PlanInputs, all: readonly Sized[]): Selection {
  const [chosen, ...others] = [...all].sort(order);
  return {
    chosen,
    rejected: others.slice(0, SHOWN_REJECTIONS).map((loser) => ({
      choice: choicePlan(inputs, loser.candidate),
      because: reason(loser, chosen),
    })),
  };
}

/** What it takes a candidate to carry the load. */
export function size(
  inputs: PlanInputs,
  candidate: Candidate,
  load: Load | undefined,
  ratesOf: typeof replicaRates = replicaRates,
): Sized {
  if (!fits(candidate) || !load) {
    return { candidate, rank: candidate.gpus * rankPrice(inputs, candidate) };
  }
  const rates = ratesOf(inputs, candidate, load);
  return sizeAt(inputs, load, candidate, rates, coldStartOf(inputs, candidate).seconds);
}

/** The same where a replica is known: its rates hold for any amount of such traffic. */
export function sizeAt(
  inputs: PlanInputs,
  load: Load,
  candidate: Candidate,
  rates: ReplicaRates,
  coldStartSeconds: number,
): Sized {
  const perReplica = inputs.request.measured?.maxRequestsPerSecond ?? rates.limit.requestsPerSecond;
  const sizes = sizesFor(inputs, load, rates, { perReplica, coldStartSeconds });
  // Where no rate keeps the objectives, the fastest comes closest to them.
  const gpus = sizes && billedGpus(inputs, candidate, sizes.replicasAtPeak * candidate.gpus);
  const rank = gpus === undefined ? rates.law.baseMs : gpus * rankPrice(inputs, candidate);
  return { candidate, rates, sizes, coldStartSeconds, rank };
}

/** USD of a GPU and hour; where none is known GPUs are counted. */
function rankPrice({ request, accelerator }: PlanInputs, { node }: Candidate): number {
  return gpuPrice(request.prices, node, accelerator)?.usdPerGpuHour ?? 1;
}

/** Replica counts of a candidate; none where the objectives are out of reach. */
export function sizesFor(
  inputs: PlanInputs,
  load: Load,
  rates: ReplicaRates,
  { perReplica, coldStartSeconds }: { perReplica: number; coldStartSeconds: number },
): FleetSizes | undefined {
  if (perReplica <= 0) return undefined;
  return fleetSizes({
    ...load,
    growth: growthOver(load.growth, timeToScaleSeconds(inputs, coldStartSeconds)),
    growthKind: load.growth.kind,
    perReplica,
    perReplicaInBurst: Math.max(perReplica, rates.burst.requestsPerSecond),
  });
}

/** GPUs that are paid for: whole nodes of them where an autoscaler buys nodes for the service. */
export function billedGpus(inputs: PlanInputs, { node }: Candidate, used: number): number {
  const stated = inputs.request.platform?.nodeAutoscaler;
  if (nodeAutoscalerOf(stated, node.provider) === 'none') return used;
  return Math.ceil(used / node.gpus) * node.gpus;
}

/** Fitting first, then keeping the objectives, then the price, then the smaller replica. */
export function order(a: Sized, b: Sized): number {
  return standing(a, b) || a.rank - b.rank || a.candidate.gpus - b.candidate.gpus;
}

/** What comes before any price. */
export function standing(a: Sized, b: Sized): number {
  return (
    Number(fits(b.candidate)) - Number(fits(a.candidate)) ||
    missingGiB(a.candidate) - missingGiB(b.candidate) ||
    Number(isRoomy(b.candidate)) - Number(isRoomy(a.candidate)) ||
    Number(b.sizes !== undefined) - Number(a.sizes !== undefined)
  );
}

function reason(loser: Sized, chosen: Sized): string {
  const { candidate, sizes } = loser;
  const obstacle = obstacleOf(loser);
  if (obstacle !== undefined) return obstacle;
  if (!sizes || !chosen.sizes) return `${counted(candidate.gpus, 'GPU')} a replica`;
  const gpus = sizes.replicasAtPeak * candidate.gpus;
  const best = chosen.sizes.replicasAtPeak * chosen.candidate.gpus;
  return `${counted(sizes.replicasAtPeak, 'replica')} of ${counted(candidate.gpus, 'GPU')} at the peak, ${gpus} against ${best} GPUs; ${round(loser.rank)} against ${round(chosen.rank)} USD/h`;
}

/** Why a candidate is out whatever it costs. */
export function obstacleOf({ candidate, rates, sizes }: Sized): string | undefined {
  if (!fits(candidate))
    return `does not fit: ${round(missingGiB(candidate))} GiB a GPU are missing`;
  if (!isRoomy(candidate))
    return `${round(candidate.memory.kvCacheGiB)} GiB of KV cache are within the error of the budget`;
  if (rates && !sizes)
    return `misses the objectives at any rate: a lone request takes ${round(rates.limit.unloaded.timeToFirstTokenP95Ms)} ms to its first token and ${round(rates.limit.unloaded.timePerOutputTokenP95Ms)} ms a token (p95)`;
  return undefined;
}

import { calibrated } from './calibration';
import { type Candidate, engineLimits, type LoadShape, requestShape } from './candidate';
import { BURST_LATENCY_FACTOR } from './fleet';
import type { Growth } from './growth';
import { maxRate, type Objectives, type RateLimit, type Slots, slotDeviations } from './max-rate';
import type { PlanInputs } from './resolve';
import { slotsOf } from './slots';
import type { StepLaw } from './steady-state';
import { lawAt, sequencesWithin } from './step-law';

/** Traffic and objectives with nothing left open. */
export interface Load extends LoadShape {
  readonly peak: number;
  readonly mean: number;
  readonly trough: number;
  readonly growth: Growth;
  readonly outputTokensP99: number;
  readonly routing: 'load-aware' | 'random';
  readonly objectives: Objectives;
  readonly spareReplicas: number;
}

/** What one replica of a candidate does under a load. */
export interface ReplicaRates {
  readonly law: StepLaw;
  readonly limit: RateLimit;
  readonly burst: RateLimit;
  readonly slots: Slots;
}

/** The largest rate of one replica, and the one it bears while the next replica starts. */
export function replicaRates(inputs: PlanInputs, candidate: Candidate, load: Load): ReplicaRates {
  const sequences = sequencesWithin(candidate, load, load.objectives.timePerOutputTokenP95Ms);
  const law = calibrated(inputs, candidate, lawAt(candidate, load, sequences));
  const shape = requestShape(load);
  const engine = engineLimits(candidate);
  const slots = { ...slotsOf(candidate, load), deviations: slotDeviations[load.routing] };
  const limit = maxRate(law, shape, engine, load.objectives, slots);
  const relaxed = {
    ...load.objectives,
    timeToFirstTokenP95Ms: load.objectives.timeToFirstTokenP95Ms * BURST_LATENCY_FACTOR,
  };
  const burst = maxRate(law, shape, engine, relaxed, slots);
  const { data } = candidate.parallelism;
  return { law, limit: overRanks(limit, data), burst: overRanks(burst, data), slots };
}

/** Ranks share the arrivals of a replica evenly. */
function overRanks(limit: RateLimit, ranks: number): RateLimit {
  return { ...limit, requestsPerSecond: limit.requestsPerSecond * ranks };
}

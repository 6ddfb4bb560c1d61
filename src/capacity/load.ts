import type { Candidate, LoadShape } from './candidate';
import { BURST_LATENCY_FACTOR } from './fleet';
import type { Growth } from './growth';
import { loadCurve } from './load-curve';
import {
  maxRateAlong,
  type Objectives,
  type RateLimit,
  type Slots,
  slotDeviations,
} from './max-rate';
import { slotsOf } from './slots';
import type { StepLaw } from './steady-state';

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
  /** The largest rate of one rank with other objectives or slots. */
  readonly under: (objectives: Objectives, slots: Slots) => RateLimit;
}

/** The largest rate of one replica, and the one it bears while the next replica starts. */
export function replicaRates(candidate: Candidate, load: Load): ReplicaRates {
  const slots = { ...slotsOf(candidate, load), deviations: slotDeviations[load.routing] };
  const curve = loadCurve(candidate, load, slots.limit);
  const under = (objectives: Objectives, own: Slots): RateLimit =>
    maxRateAlong(
      own.limit > slots.limit ? loadCurve(candidate, load, own.limit) : curve,
      objectives,
      own,
    );
  const limit = under(load.objectives, slots);
  const burst = under(
    {
      ...load.objectives,
      timeToFirstTokenP95Ms: load.objectives.timeToFirstTokenP95Ms * BURST_LATENCY_FACTOR,
    },
    slots,
  );
  const { data } = candidate.parallelism;
  return {
    law: limit.law,
    limit: overRanks(limit, data),
    burst: overRanks(burst, data),
    slots,
    under,
  };
}

/** Ranks share the arrivals of a replica evenly. */
function overRanks(limit: RateLimit, ranks: number): RateLimit {
  return { ...limit, requestsPerSecond: limit.requestsPerSecond * ranks };
}

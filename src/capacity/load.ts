import { type Calibration, calibrationOf } from './calibration/calibration';
import { type Candidate, engineLimits, type LoadShape, requestShape } from './candidate';
import { BURST_LATENCY_FACTOR } from './fleet';
import type { Growth } from './growth';
import { loadCurve } from './load-curve';
import {
  maxRate,
  maxRateAlong,
  type Objectives,
  type RateLimit,
  type Slots,
  slotDeviations,
} from './max-rate';
import type { PlanInputs } from './resolve';
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
export function replicaRates(inputs: PlanInputs, candidate: Candidate, load: Load): ReplicaRates {
  const calibration = calibrationOf(inputs, candidate);
  const slots = loadSlots(candidate, load, calibration);
  const under = calibration
    ? alongLaw(candidate, load, calibration.law(load))
    : alongCurve(candidate, load, slots.limit);
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

/** The law that load points were fitted with holds for every batch they saw. */
function alongLaw(candidate: Candidate, load: Load, law: StepLaw): ReplicaRates['under'] {
  const shape = requestShape(load);
  const engine = engineLimits(candidate);
  return (objectives, slots) => maxRate(law, shape, engine, objectives, slots);
}

function alongCurve(candidate: Candidate, load: Load, most: number): ReplicaRates['under'] {
  const curve = loadCurve(candidate, load, most);
  return (objectives, slots) =>
    maxRateAlong(
      slots.limit > most ? loadCurve(candidate, load, slots.limit) : curve,
      objectives,
      slots,
    );
}

function loadSlots(candidate: Candidate, load: Load, calibration: Calibration | undefined): Slots {
  const own = slotsOf(candidate, load);
  // Past the last point of a sweep queues and preemption begin, which no curve foresees.
  const measured = calibration
    ? Math.max(1, Math.floor(calibration.box.concurrency.most / candidate.parallelism.data))
    : Infinity;
  const deviations = slotDeviations[load.routing];
  return measured < own.limit
    ? { limit: measured, limitedBy: 'calibration', deviations }
    : { ...own, deviations };
}

/** Ranks share the arrivals of a replica evenly. */
function overRanks(limit: RateLimit, ranks: number): RateLimit {
  return { ...limit, requestsPerSecond: limit.requestsPerSecond * ranks };
}

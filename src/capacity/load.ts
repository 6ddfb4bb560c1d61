import { type Calibration, calibrationOf } from './calibration/calibration';
import { type Candidate, engineLimits, type LoadShape, lawAt, requestShape } from './candidate';
import { BURST_LATENCY_FACTOR } from './fleet';
import type { Growth } from './growth';
import { residentBlocks } from './kv-blocks';
import { maxRate, type Objectives, type RateLimit, type Slots, slotDeviations } from './max-rate';
import type { PlanInputs } from './resolve';
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
}

/** The largest rate of one replica, and the one it bears while the next replica starts. */
export function replicaRates(inputs: PlanInputs, candidate: Candidate, load: Load): ReplicaRates {
  const calibration = calibrationOf(inputs, candidate);
  const shape = requestShape(load);
  const engine = engineLimits(candidate, inputs.engine.maxNumBatchedTokens);
  const slots = slotsOf(candidate, load, calibration);
  const { data } = candidate.parallelism;
  const law = calibration?.law(load) ?? lawAt(candidate, load);
  const limit = maxRate(law, shape, engine, load.objectives, slots);
  const relaxed = {
    ...load.objectives,
    timeToFirstTokenP95Ms: load.objectives.timeToFirstTokenP95Ms * BURST_LATENCY_FACTOR,
  };
  const burst = maxRate(law, shape, engine, relaxed, slots);
  return { law, limit: overRanks(limit, data), burst: overRanks(burst, data), slots };
}

function slotsOf(candidate: Candidate, load: Load, calibration: Calibration | undefined): Slots {
  // Mean residency: the whole prompt, but for blocks shared through the cache, and half the answer.
  const held = load.inputTokens * (1 - load.cachedInputShare) + load.outputTokens / 2;
  const { pool, maxNumSeqs } = candidate.memory;
  const inCache = pool.groups.length > 0 ? pool.blocks / residentBlocks(pool, held) : Infinity;
  // Past the last point of a sweep queues and preemption begin, which no curve foresees.
  const measured = calibration
    ? Math.max(1, Math.floor(calibration.box.concurrency.most / candidate.parallelism.data))
    : Infinity;
  const limits: [string, number][] = [
    ['maxNumSeqs', maxNumSeqs],
    ['kvCache', inCache],
    ['calibration', measured],
  ];
  const [limitedBy, limit] = limits.reduce((least, each) => (each[1] < least[1] ? each : least));
  return { limit, limitedBy, deviations: slotDeviations[load.routing] };
}

/** Ranks share the arrivals of a replica evenly. */
function overRanks(limit: RateLimit, ranks: number): RateLimit {
  return { ...limit, requestsPerSecond: limit.requestsPerSecond * ranks };
}

import { type Candidate, engineLimits, requestShape } from '../../../src/capacity/candidate';
import { residentBlocks } from '../../../src/capacity/kv-blocks';
import { Ledger } from '../../../src/capacity/ledger';
import type { Load, ReplicaRates } from '../../../src/capacity/load';
import type { PlanRequest } from '../../../src/capacity/request';
import { type PlanInputs, resolveRequest } from '../../../src/capacity/resolve';
import { settleLoad } from '../../../src/capacity/settle-load';
import { steadyState } from '../../../src/capacity/steady-state';
import { select } from '../../../src/plan/select';

/** How fast the requests on one replica advance. */
export interface Pace {
  /** From being taken up to the first token. */
  readonly firstTokenSeconds: number;
  readonly firstTokenP95Seconds: number;
  readonly tokenSeconds: number;
}

/** The KV cache of one rank, as the engine describes it. */
export interface CacheSize {
  readonly blocks: number;
  readonly blockTokens: number;
  readonly tokens: number;
  readonly maxConcurrency: number;
  readonly memoryUtilization: number;
}

/** What one replica of a plan does, whatever arrives. */
export interface Replica {
  readonly model: string;
  readonly engineVersion: string;
  /** Engines behind one front end, which share all requests evenly. */
  readonly ranks: number;
  /** Requests that run at once, on all ranks; more wait. */
  readonly slots: number;
  readonly inputTokens: number;
  /** Of them, those that the prefix cache holds. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly cache: CacheSize;
  /** With so many requests running, on all ranks. */
  readonly paceAt: (running: number) => Pace;
  /** Share of the KV cache, 0 … 1. */
  readonly cacheUsageAt: (running: number) => number;
}

/** The replica that a plan request settles on, at the speed that its plan is computed with. */
export function replicaOf(request: PlanRequest): Replica {
  const inputs = resolveRequest(request);
  const load = settleLoad(inputs, new Ledger(inputs.request.pins));
  const { candidate, rates } = select(inputs, inputs.geometry, load).chosen;
  if (!load || !rates) {
    throw new Error(
      `'${inputs.name}' has no speed to simulate: state 'traffic' and an accelerator that holds the model`,
    );
  }
  const { memory, parallelism } = candidate;
  const { inputTokens, outputTokens, cachedInputShare } = load;
  const held = inputTokens * (1 - cachedInputShare) + outputTokens / 2;
  const perRequest = memory.pool.blocks > 0 ? residentBlocks(memory.pool, held) : 0;
  return {
    model: inputs.modelId,
    engineVersion: inputs.engine.version,
    ranks: parallelism.data,
    inputTokens,
    cachedTokens: inputTokens * cachedInputShare,
    outputTokens,
    cache: {
      blocks: memory.pool.blocks,
      blockTokens: memory.pool.blockSize,
      tokens: memory.kvCacheTokens,
      maxConcurrency: memory.maxConcurrency,
      memoryUtilization: inputs.engine.gpuMemoryUtilization,
    },
    cacheUsageAt: (running) =>
      Math.min(1, ((running / parallelism.data) * perRequest) / Math.max(1, memory.pool.blocks)),
    ...speedOf(inputs, candidate, load, rates),
  };
}

type Speed = Pick<Replica, 'slots' | 'paceAt'>;

function speedOf(inputs: PlanInputs, candidate: Candidate, load: Load, rates: ReplicaRates): Speed {
  const slots = Math.max(1, Math.floor(rates.slots.limit * candidate.parallelism.data));
  if (inputs.model === undefined) {
    const { maxRequestsPerSecond = rates.limit.requestsPerSecond } = inputs.request.measured ?? {};
    return measuredSpeed(load, maxRequestsPerSecond, slots);
  }
  const known = new Map<number, Pace>();
  const paceAt = (running: number): Pace => {
    const pace = known.get(running) ?? computedPace(candidate, load, rates, running);
    known.set(running, pace);
    return pace;
  };
  return { slots, paceAt };
}

/** A model known by measurement only is as fast as its objectives, up to the rate measured. */
function measuredSpeed(load: Load, requestsPerSecond: number, slots: number): Speed {
  const { timeToFirstTokenP95Ms, timePerOutputTokenP95Ms } = load.objectives;
  const pace = {
    firstTokenSeconds: timeToFirstTokenP95Ms / 1000,
    firstTokenP95Seconds: timeToFirstTokenP95Ms / 1000,
    tokenSeconds: timePerOutputTokenP95Ms / 1000,
  };
  const most = Math.round(requestsPerSecond * secondsOf(pace, load));
  return { slots: Math.max(1, Math.min(slots, most)), paceAt: () => pace };
}

const HALVINGS = 40;

/**
 * The steady state that holds so many in flight: a replica with more of them than its rate explains
 * answers faster than they come, so that it returns to where the plan has it.
 */
function computedPace(
  candidate: Candidate,
  load: Load,
  { law }: ReplicaRates,
  running: number,
): Pace {
  const shape = requestShape(load);
  const limits = engineLimits(candidate);
  const perRank = running / candidate.parallelism.data;
  const at = (requestsPerSecond: number): Pace | undefined => {
    const state = steadyState(law, shape, limits, requestsPerSecond);
    return (
      state && {
        firstTokenSeconds: state.timeToFirstTokenMeanMs / 1000,
        firstTokenP95Seconds: state.timeToFirstTokenP95Ms / 1000,
        tokenSeconds: state.meanStepMs / 1000,
      }
    );
  };
  let pace = at(0) as Pace;
  let low = 0;
  let high = perRank / secondsOf(pace, load);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    const there = at(middle);
    if (there && middle * secondsOf(there, load) <= perRank) {
      low = middle;
      pace = there;
    } else high = middle;
  }
  return pace;
}

/** From being taken up to the last token. */
export function secondsOf(pace: Pace, { outputTokens }: Pick<Replica, 'outputTokens'>): number {
  return pace.firstTokenSeconds + outputTokens * pace.tokenSeconds;
}

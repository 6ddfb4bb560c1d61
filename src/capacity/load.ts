import { calibrated } from './calibration';
import { type Candidate, engineLimits, type LoadShape, lawAt, requestShape } from './candidate';
import { assumptions } from './defaults';
import { BURST_LATENCY_FACTOR } from './fleet';
import { residentBlocks } from './kv-blocks';
import type { Ledger } from './ledger';
import { maxRate, type Objectives, type RateLimit, type Slots, slotDeviations } from './max-rate';
import type { PlanInputs } from './resolve';
import type { StepLaw } from './steady-state';

/** Traffic and objectives with nothing left open. */
export interface Load extends LoadShape {
  readonly peak: number;
  readonly mean: number;
  readonly trough: number;
  /** Requests per second gained in a second. */
  readonly ramp: number;
  readonly rampIsStated: boolean;
  readonly outputTokensP99: number;
  readonly routing: 'load-aware' | 'random';
  readonly objectives: Objectives;
  readonly spareReplicas: number;
}

const NORMAL_P95 = 1.645;

/** Completes traffic and objectives; every assumption becomes evidence. */
export function settleLoad({ request }: PlanInputs, ledger: Ledger): Load | undefined {
  const { traffic, objectives = {} } = request;
  if (!traffic) return undefined;
  const or = (
    stated: number | undefined,
    quantity: string,
    value: number,
    unit: string,
    source: string,
  ): number => stated ?? ledger.assume(quantity, value, unit, source);
  const { inputTokens: input, outputTokens: output, outputTailRatio: tail } = assumptions;
  const inputTokens = or(
    traffic.inputTokens,
    '/traffic/inputTokens',
    input.value,
    'tokens',
    input.source,
  );
  const outputTokens = or(
    traffic.outputTokens,
    '/traffic/outputTokens',
    output.value,
    'tokens',
    output.source,
  );
  const { meanOverPeak, troughOverMean, rampOverMeanPerMinute: growth } = assumptions;
  const peak = traffic.peakRequestsPerSecond;
  const mean = or(
    traffic.meanRequestsPerSecond,
    '/traffic/meanRequestsPerSecond',
    peak * meanOverPeak.value,
    'requests/s',
    meanOverPeak.source,
  );
  const rampPerMinute = or(
    traffic.rampRequestsPerSecondPerMinute,
    '/traffic/rampRequestsPerSecondPerMinute',
    mean * growth.value,
    'requests/s per minute',
    growth.source,
  );
  const { timeToFirstTokenP95Ms: ttft, timePerOutputTokenP95Ms: tpot, spareReplicas } = assumptions;
  return {
    inputTokens,
    outputTokens,
    cachedInputShare: traffic.cachedInputShare ?? 0,
    inputVariation: variationOf(inputTokens, traffic.inputTokensP95, ledger),
    peak,
    mean,
    trough: mean * troughOverMean.value,
    ramp: rampPerMinute / 60,
    rampIsStated: traffic.rampRequestsPerSecondPerMinute !== undefined,
    outputTokensP99: or(
      traffic.outputTokensP99,
      '/traffic/outputTokensP99',
      outputTokens * tail.value,
      'tokens',
      tail.source,
    ),
    routing: traffic.routing ?? 'random',
    objectives: {
      timeToFirstTokenP95Ms: or(
        objectives.timeToFirstTokenP95Ms,
        '/objectives/timeToFirstTokenP95Ms',
        ttft.value,
        'ms',
        ttft.source,
      ),
      timePerOutputTokenP95Ms: or(
        objectives.timePerOutputTokenP95Ms,
        '/objectives/timePerOutputTokenP95Ms',
        tpot.value,
        'ms',
        tpot.source,
      ),
    },
    spareReplicas: or(
      objectives.spareReplicas,
      '/objectives/spareReplicas',
      spareReplicas.value,
      'replicas',
      spareReplicas.source,
    ),
  };
}

/** Coefficient of variation of a log-normal prompt length with this mean and 95th percentile. */
function variationOf(mean: number, p95: number | undefined, ledger: Ledger): number {
  const { value, source } = assumptions.inputVariation;
  if (p95 === undefined) return ledger.assume('/traffic/inputVariation', value, 'ratio', source);
  const ratio = Math.log(p95 / mean);
  const room = NORMAL_P95 ** 2 - 2 * ratio;
  const sigma = NORMAL_P95 - Math.sqrt(Math.max(0, room));
  return Math.sqrt(Math.exp(sigma ** 2) - 1);
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
  const law = calibrated(inputs, candidate, lawAt(candidate, load));
  const shape = requestShape(load);
  const engine = engineLimits(candidate, inputs.engine.maxNumBatchedTokens);
  const slots = slotsOf(candidate, load);
  const limit = maxRate(law, shape, engine, load.objectives, slots);
  const relaxed = {
    ...load.objectives,
    timeToFirstTokenP95Ms: load.objectives.timeToFirstTokenP95Ms * BURST_LATENCY_FACTOR,
  };
  const burst = maxRate(law, shape, engine, relaxed, slots);
  const { data } = candidate.parallelism;
  return { law, limit: overRanks(limit, data), burst: overRanks(burst, data), slots };
}

function slotsOf(candidate: Candidate, load: Load): Slots {
  // Mean residency: the whole prompt, but for blocks shared through the cache, and half the answer.
  const held = load.inputTokens * (1 - load.cachedInputShare) + load.outputTokens / 2;
  const { pool, maxNumSeqs } = candidate.memory;
  const inCache = pool.groups.length > 0 ? pool.blocks / residentBlocks(pool, held) : Infinity;
  const deviations = slotDeviations[load.routing];
  return inCache < maxNumSeqs
    ? { limit: inCache, limitedBy: 'kvCache', deviations }
    : { limit: maxNumSeqs, limitedBy: 'maxNumSeqs', deviations };
}

/** Ranks share the arrivals of a replica evenly. */
function overRanks(limit: RateLimit, ranks: number): RateLimit {
  return { ...limit, requestsPerSecond: limit.requestsPerSecond * ranks };
}

import type { Candidate, LoadShape } from './candidate';
import { stepsOf } from './lengths';
import { mixedSteps, packedMs, prefillMs, promptShareMs, stepsPerPrompt } from './mixed-steps';
import { slotsOf } from './slots';

/** Latency and throughput of one replica with a constant number in flight. */
export interface ClosedLoop {
  readonly timePerOutputTokenMs: number;
  readonly timeToFirstTokenMs: number;
  readonly requestsPerSecond: number;
  /** Sequences that decode or prefill at once; fewer than the concurrency where slots run out. */
  readonly running: number;
}

/** Prompts a benchmark sends for each of its slots, as vLLM's and InferenceX's scripts do. */
const PROMPTS_PER_SLOT = 10;
/** Longer queues for a step do not form while all slots are taken. */
const MOST_BUSY = 0.9;
/** Wait for a prompt's turn over that of M/G/1: the slots refill in waves; fitted, 2026-11. */
const WAVES = 1.7;

/**
 * Steady state of a benchmark that keeps `concurrency` requests in flight. The first wave arrives
 * at once and waits for its own prompts, which a mean over `numPrompts` requests shows.
 */
export function closedLoop(
  candidate: Candidate,
  load: LoadShape,
  concurrency: number,
  numPrompts: number = concurrency * PROMPTS_PER_SLOT,
): ClosedLoop {
  const { terms, parallelism, step } = candidate;
  const shape = stepsOf(load);
  const perRank = Math.max(1, Math.min(concurrency, numPrompts) / parallelism.data);
  const running = Math.min(perRank, Math.max(1, slotsOf(candidate, load).limit));
  const chunks = Math.max(1, stepsPerPrompt(terms, shape));
  const steps = shape.outputTokens / terms.speculation.tokensPerStep;
  const turnover = running / (steps + chunks);
  const decoding = turnover * steps;
  const mixed = mixedSteps(terms, shape, decoding, turnover);
  const { decodeOnlyMs } = mixed;
  const prefill = prefillMs(terms, shape, Math.max(0, running - 1));
  // Those that start together decode beside the prompts behind them only: half of them.
  const atOnce = Math.min(1, (running * parallelism.data) / numPrompts);
  const beside = (1 - atOnce / 2) * (mixed.meanMs - decodeOnlyMs);
  const decode = steps * (decodeOnlyMs + beside);
  const busy = Math.min(MOST_BUSY, (running * prefill) / (prefill + steps * mixed.meanMs));
  const turn = (WAVES * prefill * busy) / (2 * (1 - busy));
  const alone = step.speed.frontendMs + decodeOnlyMs / 2 + prefill;
  // A rank computes no more than the other prompts while a request stays, part of it beside decoding.
  const others = (running - 1) * promptShareMs(mixed, shape) - steps * beside;
  // Of a long run's first wave clients send one by one; all prompts at once fill whole steps.
  const packed = packedMs(terms, shape, running - 1);
  const perPrompt = atOnce * packed + (1 - atOnce) * prefill;
  const burst = (step.speed.burstFactor * (running - 1) * perPrompt) / 2;
  const wait = (1 - atOnce) * Math.max(0, Math.min(turn, others)) + atOnce * burst;
  const decoded = decode * (1 - 1 / shape.outputTokens);
  // No faster than prompts pass that fill every step.
  const served = Math.max(alone + wait, running * packedMs(terms, shape, 0) - decoded);
  const cycle = served + decoded;
  // What finds no slot waits for one: Little's law over the whole replica, and half of it for the
  // first wave, whose queue only gets shorter.
  const firstWave = Math.min(1, concurrency / numPrompts);
  const queued = cycle * (perRank / running - 1) * (1 - firstWave / 2);
  return {
    timePerOutputTokenMs: decode / shape.outputTokens,
    timeToFirstTokenMs: served + queued,
    requestsPerSecond: ((running * parallelism.data) / cycle) * 1000,
    running: running * parallelism.data,
  };
}

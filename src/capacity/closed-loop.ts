import { stepOverheads } from '../facts/efficiency';
import type { Candidate, LoadShape } from './candidate';
import { stepMs } from './step-time';

/** Latency and throughput of one replica with a constant number in flight. */
export interface ClosedLoop {
  readonly timePerOutputTokenMs: number;
  readonly timeToFirstTokenMs: number;
  readonly requestsPerSecond: number;
}

const ITERATIONS = 30;

/**
 * A fixed point: the step time decides how fast requests leave, and with them how many prompt
 * tokens the next step carries.
 */
export function closedLoop(candidate: Candidate, load: LoadShape, concurrency: number): ClosedLoop {
  const { data } = candidate.parallelism;
  const prompt = load.inputTokens * (1 - load.cachedInputShare);
  const context = load.inputTokens + load.outputTokens / 2;
  const perRank = Math.max(1, concurrency / data);
  const at = (sequences: number, promptTokens: number): number =>
    stepMs(candidate.step, {
      sequences,
      context,
      promptTokens,
      promptContext: load.inputTokens / 2,
    });
  let step = at(perRank, 0);
  for (let i = 0; i < ITERATIONS; i++) {
    // Each slot turns over once in (output + 1) steps and brings one prompt with it.
    const promptTokens = (perRank * prompt) / (load.outputTokens + 1);
    step = (step + at(perRank, promptTokens)) / 2;
  }
  const first = at(perRank - 1, prompt) + step / 2 + stepOverheads.frontendMs;
  const cycle = first + load.outputTokens * step;
  return {
    timePerOutputTokenMs: step,
    timeToFirstTokenMs: first,
    requestsPerSecond: (concurrency / cycle) * 1000,
  };
}

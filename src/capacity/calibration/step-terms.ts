import type { Candidate, LoadShape } from '../candidate';
import { closedLoop } from '../closed-loop';
import { stepsOf } from '../lengths';
import { mixedSteps, stepsPerPrompt } from '../mixed-steps';
import type { StepLaw } from '../steady-state';
import { lawAt } from '../step-law';
import type { Priors } from './kriging';
import type { LoadPoint } from './load-points';

/** Spread of the terms of the model against each other, and of what they leave. */
const SIGMA = 0.3;
/**
 * Residuals are alike over a factor of 20 in flight, and nearly at any length. Chosen on 474 published
 * sweeps (ai-dynamo/aiconfigurator@095f58a5): 3 % mean error between points, 6 % median at
 * another shape of the same server.
 */
const REACH = [2, 12, 12];

/** What calibration scales, at one load. */
export interface StepModel {
  /** Milliseconds a token, uncalibrated, by term. */
  terms(load: LoadShape, concurrency: number): readonly number[];
  readonly priors: Priors;
  /** The step law under the multipliers of the terms. */
  law(load: LoadShape, multipliers: readonly number[]): StepLaw;
}

/**
 * What the rows can tell. Three points in flight show the bend of the curve, and with it what each
 * part of a step takes; fewer only move the model up or down.
 */
export function stepModel(candidate: Candidate, points: readonly LoadPoint[]): StepModel {
  const counts = new Set(points.map(({ concurrency }) => concurrency)).size;
  const prompts = new Set(points.map(({ load }) => load.inputTokens)).size;
  return counts < 3 ? levelOnly(candidate) : fourTerms(candidate, counts, prompts);
}

function levelOnly(candidate: Candidate): StepModel {
  return {
    terms: (load, concurrency) => [closedLoop(candidate, load, concurrency).timePerOutputTokenMs],
    priors: { terms: [0], rest: SIGMA, reach: REACH },
    law: (load, [level]) => {
      const { baseMs, perSequenceMs, perInputTokenMs } = lawAt(candidate, load);
      const factor = Math.exp(level);
      return {
        baseMs: baseMs * factor,
        perSequenceMs: perSequenceMs * factor,
        perInputTokenMs: perInputTokenMs * factor,
      };
    },
  };
}

/** What is there without load, what a sequence adds, what its cache adds, and what prompts add. */
function fourTerms(candidate: Candidate, counts: number, prompts: number): StepModel {
  return {
    terms: (load, concurrency) => partsOf(candidate, load, concurrency),
    // A term that no difference between rows can tell from another keeps to the level.
    priors: {
      terms: [SIGMA, SIGMA, prompts > 1 ? SIGMA : 0, prompts > 1 && counts > 3 ? SIGMA : 0],
      rest: SIGMA,
      reach: REACH,
    },
    law: (load, multipliers) => {
      const { baseMs, perSequenceMs, perInputTokenMs } = lawAt(candidate, load);
      const [idle, own, cache, prompt] = multipliers.map(Math.exp);
      const cached = cacheMs(candidate, load) / candidate.terms.speculation.tokensPerStep;
      return {
        baseMs: baseMs * idle,
        perSequenceMs: (perSequenceMs - cached) * own + cached * cache,
        perInputTokenMs: perInputTokenMs * prompt,
      };
    },
  };
}

/** Least part of a step: logarithms need one. */
const LEAST_MS = 1e-9;

/** The time per token of a closed loop, taken apart. */
function partsOf(candidate: Candidate, load: LoadShape, concurrency: number): number[] {
  const { terms, parallelism } = candidate;
  const { tokensPerStep } = terms.speculation;
  const shape = stepsOf(load);
  const steps = shape.outputTokens / tokensPerStep;
  const sequences = Math.max(1, concurrency / parallelism.data);
  const turnover = sequences / (steps + Math.max(1, stepsPerPrompt(terms, shape)));
  const decoding = turnover * steps;
  const { meanMs, decodeOnlyMs } = mixedSteps(terms, shape, decoding, turnover);
  const idle = mixedSteps(terms, shape, 0, 0).decodeOnlyMs;
  const cache = decoding * cacheMs(candidate, load);
  return [idle, decodeOnlyMs - idle - cache, cache, meanMs - decodeOnlyMs].map(
    (ms) => Math.max(LEAST_MS, ms) / tokensPerStep,
  );
}

/** Cache that one sequence reads in a step. */
function cacheMs({ terms }: Candidate, { inputTokens, outputTokens }: LoadShape): number {
  return terms.cacheMs(inputTokens + outputTokens / 2) + terms.stateMs;
}

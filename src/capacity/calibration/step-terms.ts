import type { Candidate, LoadShape } from '../candidate';
import { closedLoop } from '../closed-loop';
import type { StepLaw } from '../steady-state';
import { lawAt } from '../step-law';
import type { Priors } from './kriging';
import type { LoadPoint } from './load-points';

/** Spread of the terms of the model against each other, and of what they leave. */
const SIGMA = 0.3;
/**
 * Residuals are alike over a factor of 20 in flight, and nearly at any length. Chosen on 392 published
 * sweeps (ai-dynamo/aiconfigurator@095f58a5): 3 % mean error between points, 6 % median at
 * another shape of the same server.
 */
const REACH = [3, 12, 12];

/** What calibration scales, at one load. */
export interface StepModel {
  /** Milliseconds a token, uncalibrated, by term. */
  terms(load: LoadShape, concurrency: number): readonly number[];
  readonly priors: Priors;
  /** The step law under the multipliers of the terms. */
  law(load: LoadShape, multipliers: readonly number[]): StepLaw;
}

/**
 * A running sequence costs its own token twice over what a token of a prompt does: it is sampled, and
 * small batches multiply less well. Of 0 to 4, this fits the published sweeps best.
 */
const OWN_TOKENS = 2;

/**
 * What the rows can tell. Three points in flight show the bend of the curve themselves, and then the
 * smooth law follows them better than a model with ridges; fewer only move the model up or down.
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

/** `a`, `b0` a sequence, `b1` its context, `c` a token of a prompt. */
function fourTerms(candidate: Candidate, counts: number, prompts: number): StepModel {
  return {
    terms: (load, concurrency) => {
      const law = lawAt(candidate, load);
      const sequences = Math.max(1, concurrency / candidate.parallelism.data);
      // Each slot turns over once in (output + 1) steps and brings one prompt with it.
      const prompt = (load.inputTokens * (1 - load.cachedInputShare)) / (load.outputTokens + 1);
      return [
        law.baseMs,
        OWN_TOKENS * law.perInputTokenMs * sequences,
        law.perSequenceMs * sequences,
        law.perInputTokenMs * (sequences - 1) * prompt,
      ];
    },
    // A term that no difference between rows can tell from another keeps to the level.
    priors: {
      terms: [SIGMA, SIGMA, prompts > 1 ? SIGMA : 0, prompts > 1 && counts > 3 ? SIGMA : 0],
      rest: SIGMA,
      reach: REACH,
    },
    law: (load, multipliers) => {
      const { baseMs, perSequenceMs, perInputTokenMs } = lawAt(candidate, load);
      const [a, b0, b1, c] = multipliers.map(Math.exp);
      return {
        baseMs: baseMs * a,
        perSequenceMs: OWN_TOKENS * perInputTokenMs * b0 + perSequenceMs * b1,
        perInputTokenMs: perInputTokenMs * c,
      };
    },
  };
}

import type { Candidate, LoadShape } from './candidate';
import { stepsOf } from './lengths';
import { type MixedSteps, mixedSteps, type StepShape } from './mixed-steps';
import { slotsOf } from './slots';
import type { StepLaw } from './steady-state';
import type { StepTerms } from './step-terms';

/** Sequences around which a step is linear where no objective says how many there will be. */
const REFERENCE_SEQUENCES = 32;
const ITERATIONS = 12;

/**
 * The step law around `sequences` that decode: `b` is the slope there, `c` what a token of a prompt
 * adds to the step that carries it, `a` what is left. Exact at that load, and close below.
 */
export function lawAt(
  { terms }: Candidate,
  load: LoadShape,
  sequences: number = REFERENCE_SEQUENCES,
): StepLaw {
  const shape = stepsOf(load);
  const steps = shape.outputTokens / terms.speculation.tokensPerStep;
  return lawOf(terms, shape, sequences, mixedSteps(terms, shape, sequences, sequences / steps));
}

/** The same where the steps at that load are known. */
export function lawOf(
  terms: StepTerms,
  shape: StepShape,
  sequences: number,
  { decodeOnlyMs, promptedMs, promptTokens }: MixedSteps,
): StepLaw {
  const around = Math.max(1, sequences / 10);
  const low = Math.max(0, sequences - around);
  const alone = (running: number): number => mixedSteps(terms, shape, running, 0).decodeOnlyMs;
  const slope = (alone(sequences + around) - alone(low)) / (sequences + around - low);
  // Speculation gains several tokens by a step; the law is that of one token.
  const { tokensPerStep } = terms.speculation;
  return {
    baseMs: (decodeOnlyMs - slope * sequences) / tokensPerStep,
    perSequenceMs: slope / tokensPerStep,
    perInputTokenMs: (promptedMs - decodeOnlyMs) / Math.max(1, promptTokens),
  };
}

/** Sequences of one rank at which a token takes `timePerOutputTokenMs`, at most those with a slot. */
export function sequencesWithin(
  candidate: Candidate,
  load: LoadShape,
  timePerOutputTokenMs: number,
): number {
  const shape = stepsOf(load);
  const { tokensPerStep } = candidate.terms.speculation;
  const steps = shape.outputTokens / tokensPerStep;
  const keeps = (sequences: number): boolean =>
    mixedSteps(candidate.terms, shape, sequences, sequences / steps).meanMs <=
    timePerOutputTokenMs * tokensPerStep;
  let low = 1;
  let high = Math.max(1, Math.min(slotsOf(candidate, load).limit, 4096));
  if (keeps(high)) return high;
  for (let i = 0; i < ITERATIONS; i++) {
    const middle = Math.sqrt(low * high);
    if (keeps(middle)) low = middle;
    else high = middle;
  }
  return low;
}

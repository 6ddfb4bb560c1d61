import { type Candidate, engineLimits, type LoadShape, requestShape } from './candidate';
import { stepsOf } from './lengths';
import { mixedSteps } from './mixed-steps';
import { slotsOf } from './slots';
import { type SteadyState, steadyState } from './steady-state';
import { lawAt } from './step-law';

const ITERATIONS = 60;
const SETTLED = 1e-6;

/**
 * Sequences that decode on one rank at `requestsPerSecond`: the batch grows until they leave as fast
 * as they come. Undefined where it outgrows the slots.
 */
export function sequencesAt(
  candidate: Candidate,
  load: LoadShape,
  requestsPerSecond: number,
): number | undefined {
  const shape = stepsOf(load);
  const { limit } = slotsOf(candidate, load);
  const perMs = requestsPerSecond / 1000;
  const steps = shape.outputTokens / candidate.terms.speculation.tokensPerStep;
  let sequences = 0;
  let step = mixedSteps(candidate.terms, shape, 0, 0).decodeOnlyMs;
  for (let i = 0; i < ITERATIONS; i++) {
    const next = perMs * steps * step;
    if (next > limit) return undefined;
    if (Math.abs(next - sequences) <= SETTLED * next) return next;
    sequences = next;
    step = mixedSteps(candidate.terms, shape, sequences, perMs * step).meanMs;
  }
  return sequences;
}

/** Steady state of one rank under Poisson arrivals. */
export function openLoop(
  candidate: Candidate,
  load: LoadShape,
  requestsPerSecond: number,
): SteadyState | undefined {
  const sequences = sequencesAt(candidate, load, requestsPerSecond);
  if (sequences === undefined) return undefined;
  const law = lawAt(candidate, load, sequences);
  return steadyState(law, requestShape(load), engineLimits(candidate), requestsPerSecond);
}

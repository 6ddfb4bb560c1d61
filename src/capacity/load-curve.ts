import { type Candidate, engineLimits, type LoadShape, requestShape } from './candidate';
import { stepsOf } from './lengths';
import { mixedSteps } from './mixed-steps';
import { type SteadyState, type StepLaw, steadyState } from './steady-state';
import { lawOf } from './step-law';

/** One rank while a number of sequences decode: the rate that keeps them there, and its latencies. */
export interface CurvePoint {
  readonly sequences: number;
  readonly requestsPerSecond: number;
  readonly law: StepLaw;
  /** Absent where prompts fill more than the token budget. */
  readonly state?: SteadyState;
}

export interface LoadCurve {
  readonly at: (sequences: number) => CurvePoint;
  /** Points from nearly idle to all slots taken, in order. */
  readonly points: readonly CurvePoint[];
  /** Where constraints were found to end. */
  readonly found: Map<string, CurvePoint>;
}

const POINTS = 10;
const NEARLY_IDLE = 1e-3;

/**
 * Latencies of a rank by the sequences that decode, up to `most`: so many leave in a step, and as
 * many prompts come, which gives the length of the step and with it the rate.
 */
export function loadCurve(candidate: Candidate, load: LoadShape, most: number): LoadCurve {
  const shape = stepsOf(load);
  const request = requestShape(load);
  const limits = engineLimits(candidate);
  const steps = shape.outputTokens / candidate.terms.speculation.tokensPerStep;
  const at = (sequences: number): CurvePoint => {
    const mixed = mixedSteps(candidate.terms, shape, sequences, sequences / steps);
    const requestsPerSecond = (1000 * sequences) / (steps * mixed.meanMs);
    const law = lawOf(candidate.terms, shape, sequences, mixed);
    const state = steadyState(law, request, limits, requestsPerSecond);
    return { sequences, requestsPerSecond, law, state };
  };
  // Closer together where the batch is small and the steps change most.
  const points = Array.from({ length: POINTS + 1 }, (_, place) =>
    at(Math.max(NEARLY_IDLE, most * (place / POINTS) ** 2)),
  );
  return { at, points, found: new Map() };
}

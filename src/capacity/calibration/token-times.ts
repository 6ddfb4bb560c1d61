import type { Candidate, LoadShape } from '../candidate';
import type { StepLaw } from '../steady-state';
import { krige } from './kriging';
import { type LoadPoint, placeOf } from './load-points';
import { stepModel } from './step-terms';
import { sum } from './sums';

/** Times per output token as the points have them. */
export interface TokenTimes {
  at(load: LoadShape, concurrency: number): number;
  /**
   * The step law; near that many in flight, if told. Else it is one for all, so that a rate which is
   * sought with it never falls where an objective is loosened.
   */
  law(load: LoadShape, inFlight?: number): StepLaw;
  /** Logarithms of the errors of predicting each point from the others. */
  readonly leftOut: readonly number[];
}

/** Multipliers of the terms of the model, and what they leave between the points. */
export function tokenTimes(points: readonly LoadPoint[], candidate: Candidate): TokenTimes {
  const model = stepModel(candidate, points);
  // Whoever finds no slot waits for the first token, and slows down nobody.
  const slots = candidate.memory.maxNumSeqs * candidate.parallelism.data;
  const running = (concurrency: number): number => Math.min(Math.max(1, concurrency), slots);
  const fit = krige(
    points.map(({ load, concurrency, timePerOutputTokenMs }) => {
      const terms = model.terms(load, running(concurrency));
      const whole = sum(terms);
      return {
        place: placeOf(load, running(concurrency)),
        shares: terms.map((term) => term / whole),
        value: Math.log(timePerOutputTokenMs / whole),
      };
    }),
    model.priors,
  );
  const rest = (load: LoadShape, concurrency: number): number =>
    fit.restAt(placeOf(load, running(concurrency)));
  return {
    at: (load, concurrency) => {
      const terms = model.terms(load, running(concurrency));
      const whole = sum(terms);
      const level = terms.reduce((all, term, k) => all + (term / whole) * fit.multipliers[k], 0);
      return whole * Math.exp(level + rest(load, concurrency));
    },
    law: (load, inFlight) => {
      const law = model.law(load, fit.multipliers);
      const counts = inFlight === undefined ? points.map((each) => each.concurrency) : [inFlight];
      const factor = Math.exp(sum(counts.map((each) => rest(load, each))) / counts.length);
      return {
        baseMs: law.baseMs * factor,
        perSequenceMs: law.perSequenceMs * factor,
        perInputTokenMs: law.perInputTokenMs * factor,
      };
    },
    leftOut: fit.leftOut,
  };
}

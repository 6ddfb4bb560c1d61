import type { Candidate, LoadShape } from '../candidate';
import { type ClosedLoop, closedLoop } from '../closed-loop';
import type { PlanInputs } from '../resolve';
import type { StepLaw } from '../steady-state';
import { boxOf, kneeOf, type ValidityBox, widening } from './box';
import { krige } from './kriging';
import { type LoadPoint, loadPoints, placeOf } from './load-points';
import type { CalibrationRow } from './row';
import { stepModel } from './step-terms';

/** What benchmarks of a configuration make of its model. */
export interface Calibration {
  readonly points: number;
  readonly box: ValidityBox;
  /** Requests in flight at the knee of the sweep; absent where too few points show one. */
  readonly knee?: number;
  /** Mean absolute error of each point predicted from the others; absent for a single one. */
  readonly meanError?: number;
  /** Whether a server was measured; a simulator's rows only move the model. */
  readonly isMeasured: boolean;
  /** The step law, as the points near that many in flight on the replica have it. */
  law(load: LoadShape, inFlight?: number): StepLaw;
  closedLoop(load: LoadShape, concurrency: number): ClosedLoop;
  /** Half the width of the band around a time per output token inside of the box, as a share. */
  readonly inside: number;
  /** The same at a load. */
  band(load: LoadShape, concurrency: number): number;
}

/** Rows are objects of a request, candidates of a plan: both go, and the fits with them. */
const fits = new WeakMap<readonly CalibrationRow[], WeakMap<Candidate, Calibration | undefined>>();

/** The calibration of a candidate; nothing where no row is of its parallelism. */
export function calibrationOf(inputs: PlanInputs, candidate: Candidate): Calibration | undefined {
  const { calibration: rows } = inputs;
  if (rows.length === 0 || !inputs.model) return undefined;
  const ofRows = fits.get(rows) ?? new WeakMap<Candidate, Calibration | undefined>();
  fits.set(rows, ofRows);
  if (!ofRows.has(candidate)) ofRows.set(candidate, fitted(rows, candidate));
  return ofRows.get(candidate);
}

/** In a sweep, and by fewer points; twice the mean error holds four of five. */
const LEAST_BAND = 0.05;
const FEW_POINTS_BAND = 0.1;
const BAND_OVER_ERROR = 2;
const SIMULATED_BAND = 0.2;

function fitted(rows: readonly CalibrationRow[], candidate: Candidate): Calibration | undefined {
  const points = loadPoints(rows, candidate);
  if (points.length === 0) return undefined;
  const tokens = tokenTimes(points, candidate);
  const first = firstTokens(points, candidate);
  const box = boxOf(points);
  const isMeasured = !rows.some(({ simulated }) => simulated);
  const errors = tokens.leftOut.map((log) => Math.abs(Math.expm1(log)));
  const meanError =
    errors.length > 0 ? errors.reduce((sum, error) => sum + error, 0) / errors.length : undefined;
  const inside = Math.max(
    points.length < 3 ? FEW_POINTS_BAND : LEAST_BAND,
    BAND_OVER_ERROR * (meanError ?? 0),
    isMeasured ? 0 : SIMULATED_BAND,
  );
  return {
    points: points.length,
    box,
    knee: kneeOf(points),
    meanError,
    isMeasured,
    law: tokens.law,
    closedLoop: (load, concurrency) => {
      const loop = closedLoop(candidate, load, concurrency);
      const perToken = tokens.at(load, concurrency);
      const firstMs = loop.timeToFirstTokenMs * first(load, concurrency, perToken, loop);
      const cycle = (one: number, each: number): number => one + (load.outputTokens - 1) * each;
      const stretch =
        cycle(firstMs, perToken) / cycle(loop.timeToFirstTokenMs, loop.timePerOutputTokenMs);
      return {
        timePerOutputTokenMs: perToken,
        timeToFirstTokenMs: firstMs,
        requestsPerSecond: loop.requestsPerSecond / stretch,
      };
    },
    inside,
    band: (load, concurrency) => inside + widening(box, load, concurrency),
  };
}

interface TokenTimes {
  at(load: LoadShape, concurrency: number): number;
  law(load: LoadShape, inFlight?: number): StepLaw;
  readonly leftOut: readonly number[];
}

function tokenTimes(points: readonly LoadPoint[], candidate: Candidate): TokenTimes {
  const model = stepModel(candidate, points);
  const fit = krige(
    points.map(({ load, concurrency, timePerOutputTokenMs }) => {
      const terms = model.terms(load, concurrency);
      const whole = sum(terms);
      return {
        place: placeOf(load, concurrency),
        shares: terms.map((term) => term / whole),
        value: Math.log(timePerOutputTokenMs / whole),
      };
    }),
    model.priors,
  );
  const rest = (load: LoadShape, concurrency: number): number =>
    fit.restAt(placeOf(load, Math.max(1, concurrency)));
  return {
    at: (load, concurrency) => {
      const terms = model.terms(load, concurrency);
      const whole = sum(terms);
      const log = terms.reduce((all, term, k) => all + (term / whole) * fit.multipliers[k], 0);
      return whole * Math.exp(log + rest(load, concurrency));
    },
    law: (load, inFlight) => {
      const law = model.law(load, fit.multipliers);
      if (inFlight === undefined) return law;
      const factor = Math.exp(rest(load, inFlight));
      return {
        baseMs: law.baseMs * factor,
        perSequenceMs: law.perSequenceMs * factor,
        perInputTokenMs: law.perInputTokenMs * factor,
      };
    },
    leftOut: fit.leftOut,
  };
}

/** Spread of a time to first token, whose mean hangs on how a benchmark sends its requests. */
const FIRST_SIGMA = 0.5;

type FirstTokens = (
  load: LoadShape,
  concurrency: number,
  perTokenMs: number,
  loop: ClosedLoop,
) => number;

/** Measured over predicted time to first token; by the time per token where none was measured. */
function firstTokens(points: readonly LoadPoint[], candidate: Candidate): FirstTokens {
  const measured = points.filter(({ timeToFirstTokenMs }) => timeToFirstTokenMs !== undefined);
  if (measured.length === 0) {
    return (_load, _concurrency, perTokenMs, loop) => perTokenMs / loop.timePerOutputTokenMs;
  }
  const fit = krige(
    measured.map(({ load, concurrency, timeToFirstTokenMs = 0 }) => ({
      place: placeOf(load, concurrency),
      shares: [1],
      value: Math.log(
        timeToFirstTokenMs / closedLoop(candidate, load, concurrency).timeToFirstTokenMs,
      ),
    })),
    { terms: [0], rest: FIRST_SIGMA, reach: [3, 6, 6] },
  );
  const [level] = fit.multipliers;
  return (load, concurrency) => Math.exp(level + fit.restAt(placeOf(load, concurrency)));
}

function sum(values: readonly number[]): number {
  return values.reduce((whole, value) => whole + value, 0);
}

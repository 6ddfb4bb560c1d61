import type { Candidate, LoadShape } from '../candidate';
import { type ClosedLoop, closedLoop } from '../closed-loop';
import type { PlanInputs } from '../resolve';
import type { StepLaw } from '../steady-state';
import { boxOf, kneeOf, type ValidityBox, widening } from './box';
import { type FirstTokens, firstTokens } from './first-tokens';
import { isOf, type LoadPoint, loadPoints } from './load-points';
import type { CalibrationRow } from './row';
import { sum } from './sums';
import { tokenTimes } from './token-times';

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
  /** The step law over all points, or near that many in flight on the replica. */
  law(load: LoadShape, inFlight?: number): StepLaw;
  closedLoop(load: LoadShape, concurrency: number, numPrompts?: number): ClosedLoop;
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

/**
 * Together with what a load outside of the box adds, these hold 79 to 90 % of 474 published sweeps:
 * between their points, one doubling past them, at other lengths, and from a single point.
 */
const LEAST_BAND = 0.03;
const FEW_POINTS_BAND = 0.1;
const BAND_OVER_ERROR = 1.6;
/** Simulators of step times are 13 to 22 % off on servers they do not know. */
const SIMULATED_BAND = 0.2;

function fitted(rows: readonly CalibrationRow[], candidate: Candidate): Calibration | undefined {
  const points = loadPoints(rows, candidate);
  if (points.length === 0) return undefined;
  const tokens = tokenTimes(points, candidate);
  // Plans without an operating point never ask for it.
  let first: FirstTokens | undefined;
  const box = boxOf(points);
  const isMeasured = !rows.some((row) => row.simulated && isOf(row, candidate.parallelism));
  const meanError = meanErrorOf(points, tokens.leftOut, box);
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
    closedLoop: (load, concurrency, numPrompts) => {
      const loop = closedLoop(candidate, load, concurrency, numPrompts);
      const perToken = tokens.at(load, concurrency);
      first ??= firstTokens(points, candidate);
      const firstMs = loop.timeToFirstTokenMs * first(load, concurrency, perToken, loop);
      const cycle = (one: number, each: number): number => one + (load.outputTokens - 1) * each;
      const stretch =
        cycle(firstMs, perToken) / cycle(loop.timeToFirstTokenMs, loop.timePerOutputTokenMs);
      return {
        timePerOutputTokenMs: perToken,
        timeToFirstTokenMs: firstMs,
        requestsPerSecond: loop.requestsPerSecond / stretch,
        running: loop.running,
      };
    },
    inside,
    band: (load, concurrency) => Math.hypot(inside, widening(box, load, concurrency)),
  };
}

/** Of points between others where there are some: those at the ends are extrapolated. */
function meanErrorOf(
  points: readonly LoadPoint[],
  leftOut: readonly number[],
  { concurrency: { least, most } }: ValidityBox,
): number | undefined {
  const errors = leftOut.map((log) => Math.abs(Math.expm1(log)));
  const between = errors.filter(
    (_, i) => points[i].concurrency > least && points[i].concurrency < most,
  );
  const counted = between.length > 0 ? between : errors;
  return counted.length > 0 ? sum(counted) / counted.length : undefined;
}

import type { CurvePoint, LoadCurve } from './load-curve';
import {
  type EngineLimits,
  type RequestShape,
  type SteadyState,
  type StepLaw,
  saturationRate,
  steadyState,
} from './steady-state';

/** What a replica must keep, in milliseconds. */
export interface Objectives {
  readonly timeToFirstTokenP95Ms: number;
  readonly timePerOutputTokenP95Ms: number;
}

/** Slots of a replica and how many deviations of the number in flight must fit in them. */
export interface Slots {
  /** Sequences: `max_num_seqs` or what the KV cache holds. */
  readonly limit: number;
  /** `maxNumSeqs` or `kvCache`: whichever sets the limit. */
  readonly limitedBy: string;
  readonly deviations: number;
}

/** Random routing overfills single replicas: 2.5 σ; a load-aware router needs 1.25 σ. */
export const slotDeviations = { random: 2.5, 'load-aware': 1.25 } as const;

/** The largest rate within the objectives and what stops it there. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** timeToFirstToken, timePerOutputToken, maxNumSeqs, kvCache or saturation. */
  readonly bindingConstraint: string;
  /** The step law at that rate. */
  readonly law: StepLaw;
  readonly state?: SteadyState;
  /** A lone request: what no objective can undercut. */
  readonly unloaded: SteadyState;
  /** Rate that each constraint alone would allow. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Halvings: a rate to nine digits. */
const ITERATIONS = 30;
/** Halvings between two points of a curve: a ten-thousandth of all slots. */
const ALONG_CURVE = 10;
/** Share of the saturation rate below which a rate is none. */
const NEGLIGIBLE = 1e-6;

/**
 * Largest open-loop rate of one rank under the objectives, by bisection on each constraint but
 * those whose rate is `known` from other objectives.
 */
export function maxRate(
  law: StepLaw,
  shape: RequestShape,
  engine: EngineLimits,
  objectives: Objectives,
  slots: Slots,
  known: Readonly<Record<string, number>> = {},
): RateLimit {
  const saturation = saturationRate(law, shape, engine);
  const solve = (rate: number): SteadyState | undefined => steadyState(law, shape, engine, rate);
  const within = (constraint: string, keeps: (state: SteadyState) => boolean): number =>
    known[constraint] ??
    largest(saturation, (rate) => {
      const state = solve(rate);
      return state !== undefined && keeps(state);
    });
  const limits = {
    timeToFirstToken: within(
      'timeToFirstToken',
      (state) => state.timeToFirstTokenP95Ms <= objectives.timeToFirstTokenP95Ms,
    ),
    timePerOutputToken: within(
      'timePerOutputToken',
      (state) => state.timePerOutputTokenP95Ms <= objectives.timePerOutputTokenP95Ms,
    ),
    [slots.limitedBy]: within(
      slots.limitedBy,
      (state) => state.inFlight + slots.deviations * state.inFlightDeviation <= slots.limit,
    ),
  };
  const [bindingConstraint, requestsPerSecond] = Object.entries(limits).reduce((least, entry) =>
    entry[1] < least[1] ? entry : least,
  );
  const unloaded = solve(saturation * NEGLIGIBLE) as SteadyState;
  return {
    requestsPerSecond,
    bindingConstraint,
    law,
    state: solve(requestsPerSecond),
    unloaded,
    limits,
  };
}

/** The same along a curve, whose law changes with the batch. */
export function maxRateAlong(curve: LoadCurve, objectives: Objectives, slots: Slots): RateLimit {
  const { timeToFirstTokenP95Ms: ttft, timePerOutputTokenP95Ms: tpot } = objectives;
  const points = {
    timeToFirstToken: lastPoint(
      curve,
      `TTFT ${ttft}`,
      ({ timeToFirstTokenP95Ms }) => timeToFirstTokenP95Ms <= ttft,
    ),
    timePerOutputToken: lastPoint(
      curve,
      `TPOT ${tpot}`,
      ({ timePerOutputTokenP95Ms }) => timePerOutputTokenP95Ms <= tpot,
    ),
    [slots.limitedBy]: lastPoint(
      curve,
      `slots ${slots.limit}`,
      ({ inFlight, inFlightDeviation }) =>
        inFlight + slots.deviations * inFlightDeviation <= slots.limit,
    ),
  };
  const [bindingConstraint, { requestsPerSecond, law, state }] = Object.entries(points).reduce(
    (least, entry) => (entry[1].requestsPerSecond < least[1].requestsPerSecond ? entry : least),
  );
  const [idle] = curve.points;
  const isNone = requestsPerSecond <= idle.requestsPerSecond;
  return {
    requestsPerSecond: isNone ? 0 : requestsPerSecond,
    bindingConstraint,
    law,
    state,
    unloaded: idle.state as SteadyState,
    limits: Object.fromEntries(
      Object.entries(points).map(([name, point]) => [name, point.requestsPerSecond]),
    ),
  };
}

/** The last point that keeps a constraint before the first that breaks it; asked again, it is known. */
function lastPoint(
  { at, points, found }: LoadCurve,
  constraint: string,
  keeps: (state: SteadyState) => boolean,
): CurvePoint {
  const known = found.get(constraint);
  if (known) return known;
  const holds = ({ state }: CurvePoint): boolean => state !== undefined && keeps(state);
  const broken = points.findIndex((point) => !holds(point));
  let low = points[broken < 0 ? points.length - 1 : Math.max(0, broken - 1)];
  let high = points[Math.max(0, broken)];
  for (let i = 0; i < ALONG_CURVE && broken > 0; i++) {
    const middle = at((low.sequences + high.sequences) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  found.set(constraint, low);
  return low;
}

/** Every constraint grows with the rate, so the last rate that keeps it is found by halving. */
function largest(ceiling: number, keeps: (rate: number) => boolean): number {
  let low = 0;
  let high = ceiling;
  for (let i = 0; i < ITERATIONS; i++) {
    const middle = (low + high) / 2;
    if (keeps(middle)) low = middle;
    else high = middle;
  }
  // A rate that only rounding keeps above zero is no rate.
  return low < ceiling * NEGLIGIBLE ? 0 : low;
}

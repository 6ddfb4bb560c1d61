import type { SpeedPrediction } from './answer';
import type { Calibration } from './calibration/calibration';
import { type Candidate, engineLimits, type LoadShape, requestShape } from './candidate';
import { type ClosedLoop, closedLoop } from './closed-loop';
import { openLoop } from './open-loop';
import type { OperatingPointRequest } from './request';
import { slotsOf } from './slots';
import { steadyState } from './steady-state';

/** Speed at an operating point, and what kind of a point it is. */
export interface OperatingSpeed extends SpeedPrediction {
  /** Arrivals outrun the replica. */
  readonly isSaturated: boolean;
  /** No steady state: saturated, or all prompts of a run at once. */
  readonly isCrowd: boolean;
}

/**
 * Speed of one replica at a rate, at a concurrency, or at whichever of the two binds; `numPrompts`
 * alone arrive at once.
 */
export function operatingSpeed(
  candidate: Candidate,
  calibration: Calibration | undefined,
  point: OperatingPointRequest,
): OperatingSpeed {
  const load = { cachedInputShare: 0, inputVariation: 0, ...point };
  const { requestsPerSecond: rate, numPrompts } = point;
  const most = Math.min(point.concurrency ?? Infinity, numPrompts ?? Infinity);
  const free =
    rate === undefined ? undefined : open(candidate, calibration, load, rate, numPrompts);
  if (free && free.inFlight <= most) return free;
  const cap = point.concurrency ?? (rate === undefined ? most : slotsInAll(candidate, load, most));
  const loop = calibration
    ? calibration.closedLoop(load, cap, numPrompts)
    : closedLoop(candidate, load, cap, numPrompts);
  const full = answered(load, loop, Math.min(cap, most), numPrompts);
  if (rate === undefined || free || point.concurrency !== undefined) return full;
  return { ...behind(full, loop, cap, rate, numPrompts), isSaturated: true, isCrowd: true };
}

function slotsInAll(candidate: Candidate, load: LoadShape, most: number): number {
  const slots = Math.max(1, Math.floor(slotsOf(candidate, load).limit));
  return Math.min(most, slots * candidate.parallelism.data);
}

function answered(
  load: LoadShape,
  loop: ClosedLoop,
  inFlight: number,
  numPrompts: number | undefined,
): OperatingSpeed {
  const { timePerOutputTokenMs, timeToFirstTokenMs, requestsPerSecond } = loop;
  return {
    timePerOutputTokenMs,
    timeToFirstTokenMs,
    endToEndMs: timeToFirstTokenMs + (load.outputTokens - 1) * timePerOutputTokenMs,
    outputTokensPerSecond: requestsPerSecond * load.outputTokens,
    inFlight,
    isSaturated: false,
    isCrowd: inFlight > 1 && inFlight === numPrompts,
  };
}

/** Arrivals outrun the replica: the last of `numPrompts` waits for all that was left behind. */
function behind(
  full: OperatingSpeed,
  { requestsPerSecond: served }: ClosedLoop,
  slots: number,
  rate: number,
  numPrompts = slots,
): OperatingSpeed {
  const late = Math.max(0, 1000 / served - 1000 / rate);
  const waitMs = (late * Math.max(0, numPrompts - slots)) / 2;
  return {
    ...full,
    timeToFirstTokenMs: full.timeToFirstTokenMs + waitMs,
    endToEndMs: full.endToEndMs + waitMs,
  };
}

function open(
  candidate: Candidate,
  calibration: Calibration | undefined,
  load: LoadShape,
  requestsPerSecond: number,
  numPrompts: number | undefined,
): OperatingSpeed | undefined {
  const { data } = candidate.parallelism;
  const perRank = requestsPerSecond / data;
  const state = calibration
    ? steadyState(calibration.law(load), requestShape(load), engineLimits(candidate), perRank)
    : openLoop(candidate, load, perRank);
  if (!state) return undefined;
  const endToEndMs = state.timeToFirstTokenMeanMs + (load.outputTokens - 1) * state.meanStepMs;
  // A run of so many prompts ends when the last one has its answer.
  const lastMs = numPrompts === undefined ? 0 : endToEndMs / numPrompts;
  return {
    timePerOutputTokenMs: state.meanStepMs,
    timeToFirstTokenMs: state.timeToFirstTokenMeanMs,
    endToEndMs,
    outputTokensPerSecond: (load.outputTokens * 1000) / (1000 / requestsPerSecond + lastMs),
    inFlight: state.inFlight * data,
    isSaturated: false,
    isCrowd: false,
  };
}

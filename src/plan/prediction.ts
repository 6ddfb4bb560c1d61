import type { SpeedPrediction } from '../capacity/answer';
import type { Calibration } from '../capacity/calibration/calibration';
import {
  type Candidate,
  engineLimits,
  type LoadShape,
  lawAt,
  requestShape,
} from '../capacity/candidate';
import { closedLoop } from '../capacity/closed-loop';
import { type Ledger, round } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';
import { type StepLaw, steadyState } from '../capacity/steady-state';
import { trustIn } from './speed-trust';

/** What one replica does at the operating point of the request; nothing past saturation. */
export function prediction(
  inputs: PlanInputs,
  candidate: Candidate,
  calibration: Calibration | undefined,
  ledger: Ledger,
): SpeedPrediction | undefined {
  const point = inputs.request.operatingPoint;
  if (!point) return undefined;
  const load = { cachedInputShare: 0, inputVariation: 0, ...point };
  const predicted =
    point.concurrency !== undefined
      ? closed(candidate, calibration, load, point.concurrency)
      : open(inputs, candidate, calibration, load, point.requestsPerSecond ?? 0);
  if (!predicted) {
    ledger.warn(
      'operating-point-saturated',
      '/operatingPoint/requestsPerSecond',
      `${point.requestsPerSecond} requests/s are more than one replica can serve`,
      'lower the rate or plan the fleet with traffic',
    );
    return undefined;
  }
  const trust = trustIn(calibration);
  const band = trust.band(load, predicted.inFlight);
  ledger.settle('/speed/prediction/timePerOutputTokenMs', predicted.timePerOutputTokenMs, {
    unit: 'ms',
    kind: trust.kind,
    formula: `one step with ${round(predicted.inFlight)} sequences in flight`,
    source: trust.source,
    low: predicted.timePerOutputTokenMs * Math.max(0, 1 - band),
    high: predicted.timePerOutputTokenMs * (1 + band),
  });
  return predicted;
}

function closed(
  candidate: Candidate,
  calibration: Calibration | undefined,
  load: LoadShape,
  concurrency: number,
): SpeedPrediction {
  const loop = calibration
    ? calibration.closedLoop(load, concurrency)
    : closedLoop(candidate, load, concurrency);
  const { timePerOutputTokenMs, timeToFirstTokenMs, requestsPerSecond } = loop;
  return {
    timePerOutputTokenMs,
    timeToFirstTokenMs,
    endToEndMs: timeToFirstTokenMs + (load.outputTokens - 1) * timePerOutputTokenMs,
    outputTokensPerSecond: requestsPerSecond * load.outputTokens,
    inFlight: concurrency,
  };
}

/** The law depends on the number in flight, and that on the law; it settles within three rounds. */
const ROUNDS = 3;

function open(
  inputs: PlanInputs,
  candidate: Candidate,
  calibration: Calibration | undefined,
  load: LoadShape,
  requestsPerSecond: number,
): SpeedPrediction | undefined {
  const limits = engineLimits(candidate, inputs.engine.maxNumBatchedTokens);
  const { data } = candidate.parallelism;
  const under = (law: StepLaw) =>
    steadyState(law, requestShape(load), limits, requestsPerSecond / data);
  let state = under(calibration ? calibration.law(load) : lawAt(candidate, load));
  for (let i = 0; calibration && state && i < ROUNDS; i++) {
    const seconds = (state.timeToFirstTokenMeanMs + load.outputTokens * state.meanStepMs) / 1000;
    state = under(calibration.law(load, requestsPerSecond * seconds)) ?? state;
  }
  if (!state) return undefined;
  return {
    timePerOutputTokenMs: state.meanStepMs,
    timeToFirstTokenMs: state.timeToFirstTokenMeanMs,
    endToEndMs: state.timeToFirstTokenMeanMs + (load.outputTokens - 1) * state.meanStepMs,
    outputTokensPerSecond: requestsPerSecond * load.outputTokens,
    inFlight: state.inFlight * data,
  };
}

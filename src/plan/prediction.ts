import type { SpeedPrediction } from '../capacity/answer';
import type { Calibration } from '../capacity/calibration/calibration';
import { type Candidate, engineLimits, type LoadShape, requestShape } from '../capacity/candidate';
import { closedLoop } from '../capacity/closed-loop';
import { type Ledger, round } from '../capacity/ledger';
import { openLoop } from '../capacity/open-loop';
import type { PlanInputs } from '../capacity/resolve';
import type { Band } from '../capacity/speed-band';
import { steadyState } from '../capacity/steady-state';
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
      ? closed(candidate, calibration, load, point.concurrency, point.numPrompts)
      : open(candidate, calibration, load, point.requestsPerSecond ?? 0);
  if (!predicted) {
    ledger.warn(
      'operating-point-saturated',
      '/operatingPoint/requestsPerSecond',
      `${point.requestsPerSecond} requests/s are more than one replica can serve`,
      'lower the rate or plan the fleet with traffic',
    );
    return undefined;
  }
  const trust = trustIn(candidate, inputs.engine.name, calibration);
  const bands = trust.bands(load, predicted.inFlight);
  const { kind, source } = trust;
  ledger.settle('/speed/prediction/timePerOutputTokenMs', predicted.timePerOutputTokenMs, {
    unit: 'ms',
    kind,
    formula: `one step with ${round(predicted.inFlight)} sequences in flight`,
    source,
    ...within(predicted.timePerOutputTokenMs, bands.timePerOutputToken),
  });
  ledger.settle('/speed/prediction/timeToFirstTokenMs', predicted.timeToFirstTokenMs, {
    unit: 'ms',
    kind,
    formula: 'the front end, the rest of a step, its own prompt and those of others before it',
    source,
    ...within(predicted.timeToFirstTokenMs, bands.timeToFirstToken),
  });
  ledger.settle('/speed/prediction/outputTokensPerSecond', predicted.outputTokensPerSecond, {
    unit: 'tokens/s',
    kind,
    formula: `${round(predicted.inFlight)} in flight, each done in ${round(predicted.endToEndMs)} ms`,
    source,
    ...within(predicted.outputTokensPerSecond, bands.outputTokensPerSecond),
  });
  return predicted;
}

/** Least and most of a figure under a band. */
export function within(value: number, { low, high }: Band): Band {
  return { low: value * low, high: value * high };
}

function closed(
  candidate: Candidate,
  calibration: Calibration | undefined,
  load: LoadShape,
  concurrency: number,
  numPrompts: number | undefined,
): SpeedPrediction {
  const loop = calibration
    ? calibration.closedLoop(load, concurrency, numPrompts)
    : closedLoop(candidate, load, concurrency, numPrompts);
  const { timePerOutputTokenMs, timeToFirstTokenMs, requestsPerSecond } = loop;
  return {
    timePerOutputTokenMs,
    timeToFirstTokenMs,
    endToEndMs: timeToFirstTokenMs + (load.outputTokens - 1) * timePerOutputTokenMs,
    outputTokensPerSecond: requestsPerSecond * load.outputTokens,
    inFlight: Math.min(concurrency, numPrompts ?? concurrency),
  };
}

function open(
  candidate: Candidate,
  calibration: Calibration | undefined,
  load: LoadShape,
  requestsPerSecond: number,
): SpeedPrediction | undefined {
  const { data } = candidate.parallelism;
  const perRank = requestsPerSecond / data;
  const state = calibration
    ? steadyState(calibration.law(load), requestShape(load), engineLimits(candidate), perRank)
    : openLoop(candidate, load, perRank);
  if (!state) return undefined;
  return {
    timePerOutputTokenMs: state.meanStepMs,
    timeToFirstTokenMs: state.timeToFirstTokenMeanMs,
    endToEndMs: state.timeToFirstTokenMeanMs + (load.outputTokens - 1) * state.meanStepMs,
    outputTokensPerSecond: requestsPerSecond * load.outputTokens,
    inFlight: state.inFlight * data,
  };
}

import type { SpeedPlan, SpeedPrediction } from '../capacity/answer';
import { calibrated, calibrationFactor } from '../capacity/calibration';
import { type Candidate, engineLimits, lawAt, requestShape } from '../capacity/candidate';
import { closedLoop } from '../capacity/closed-loop';
import { type Ledger, round } from '../capacity/ledger';
import type { OperatingPointRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { type StepLaw, steadyState } from '../capacity/steady-state';

/** Relative error of an uncalibrated time per output token on 896 published points: p90. */
const BAND = 0.35;
const CALIBRATED_BAND = 0.1;
const SOURCE = 'roofline with fitted efficiencies; median error 11 % on 896 published vLLM points';

/** The shape at which a law without traffic is shown. */
const REFERENCE_SHAPE = {
  inputTokens: 500,
  outputTokens: 300,
  cachedInputShare: 0,
  inputVariation: 0,
};

/** The step law and, where the request asks for one, a prediction. */
export function speedSection(
  inputs: PlanInputs,
  candidate: Candidate,
  law: StepLaw | undefined,
  ledger: Ledger,
): SpeedPlan {
  const shown = law ?? calibrated(inputs, candidate, lawAt(candidate, REFERENCE_SHAPE));
  const isMeasured = (inputs.request.calibration ?? []).length > 0;
  const band = isMeasured ? CALIBRATED_BAND : BAND;
  const { accelerator, format } = inputs;
  if (!inputs.model) return withoutGeometry(inputs, ledger);
  ledger.settle('/speed/baseStepMs', shown.baseMs, {
    unit: 'ms',
    kind: isMeasured ? 'measured' : 'derived',
    formula: `${round(candidate.weights.coreBytes / 1e9)} GB of ${format} weights a GPU at ${accelerator.memoryBandwidthGBps} GB/s × ${candidate.efficiency.memory}, layers and all-reduces`,
    source: SOURCE,
    low: shown.baseMs * (1 - band),
    high: shown.baseMs * (1 + band),
  });
  return {
    baseStepMs: shown.baseMs,
    perSequenceMs: shown.perSequenceMs,
    perInputTokenMs: shown.perInputTokenMs,
    prediction: prediction(inputs, candidate, ledger, band),
  };
}

/** A model known by measurement only has no step law. */
function withoutGeometry({ request }: PlanInputs, ledger: Ledger): SpeedPlan {
  if (request.operatingPoint) {
    ledger.warn(
      'operating-point-not-computed',
      '/operatingPoint',
      'the geometry of the model is unknown, so its speed cannot be predicted',
      'give the config.json of a decoder, or leave the operating point out',
    );
  }
  return { baseStepMs: 0, perSequenceMs: 0, perInputTokenMs: 0 };
}

function prediction(
  inputs: PlanInputs,
  candidate: Candidate,
  ledger: Ledger,
  band: number,
): SpeedPrediction | undefined {
  const point = inputs.request.operatingPoint;
  if (!point) return undefined;
  const predicted =
    point.concurrency !== undefined
      ? closed(inputs, candidate, point, point.concurrency)
      : open(inputs, candidate, point, point.requestsPerSecond ?? 0);
  if (!predicted) {
    ledger.warn(
      'operating-point-saturated',
      '/operatingPoint/requestsPerSecond',
      `${point.requestsPerSecond} requests/s are more than one replica can serve`,
      'lower the rate or plan the fleet with traffic',
    );
    return undefined;
  }
  ledger.settle('/speed/prediction/timePerOutputTokenMs', predicted.timePerOutputTokenMs, {
    unit: 'ms',
    kind: 'derived',
    formula: `one step with ${round(predicted.inFlight)} sequences in flight`,
    source: SOURCE,
    low: predicted.timePerOutputTokenMs * (1 - band),
    high: predicted.timePerOutputTokenMs * (1 + band),
  });
  return predicted;
}

function closed(
  inputs: PlanInputs,
  candidate: Candidate,
  point: OperatingPointRequest,
  concurrency: number,
): SpeedPrediction {
  const load = { cachedInputShare: 0, inputVariation: 0, ...point };
  const factor = calibrationFactor(inputs, candidate);
  const loop = closedLoop(candidate, load, concurrency);
  const timePerOutputTokenMs = loop.timePerOutputTokenMs * factor;
  const timeToFirstTokenMs = loop.timeToFirstTokenMs * factor;
  return {
    timePerOutputTokenMs,
    timeToFirstTokenMs,
    endToEndMs: timeToFirstTokenMs + (point.outputTokens - 1) * timePerOutputTokenMs,
    outputTokensPerSecond: (loop.requestsPerSecond / factor) * point.outputTokens,
    inFlight: concurrency,
  };
}

function open(
  inputs: PlanInputs,
  candidate: Candidate,
  point: OperatingPointRequest,
  requestsPerSecond: number,
): SpeedPrediction | undefined {
  const load = { cachedInputShare: 0, inputVariation: 0, ...point };
  const law = calibrated(inputs, candidate, lawAt(candidate, load));
  const limits = engineLimits(candidate, inputs.engine.maxNumBatchedTokens);
  const { data } = candidate.parallelism;
  const state = steadyState(law, requestShape(load), limits, requestsPerSecond / data);
  if (!state) return undefined;
  return {
    timePerOutputTokenMs: state.meanStepMs,
    timeToFirstTokenMs: state.timeToFirstTokenMeanMs,
    endToEndMs: state.timeToFirstTokenMeanMs + (point.outputTokens - 1) * state.meanStepMs,
    outputTokensPerSecond: requestsPerSecond * point.outputTokens,
    inFlight: state.inFlight * data,
  };
}

import type { SpeedPlan, SpeedPrediction } from '../capacity/answer';
import { calibrated, calibrationFactor } from '../capacity/calibration';
import type { Candidate } from '../capacity/candidate';
import { closedLoop } from '../capacity/closed-loop';
import { type Ledger, round } from '../capacity/ledger';
import { openLoop } from '../capacity/open-loop';
import type { OperatingPointRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { type Band, type SpeedBands, speedBands } from '../capacity/speed-band';
import type { StepLaw } from '../capacity/steady-state';
import { lawAt } from '../capacity/step-law';

const CALIBRATED: Band = { low: 0.9, high: 1.1 };
const SOURCE =
  'roofline with costs fitted on 3,075 published points: median error 7 % for vLLM, 12 % for SGLang and TensorRT-LLM; 9 and 15 to 19 % for a model family that the fit has not seen';

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
  const bands = speedBands(candidate, inputs.engine.name);
  const band = isMeasured ? CALIBRATED : bands.timePerOutputToken;
  const { accelerator, format } = inputs;
  if (!inputs.model) return withoutGeometry(inputs, ledger);
  ledger.settle('/speed/baseStepMs', shown.baseMs, {
    unit: 'ms',
    kind: isMeasured ? 'measured' : 'derived',
    formula: `${round(candidate.weights.coreBytes / 1e9)} GB of ${format} weights a GPU at ${accelerator.memoryBandwidthGBps} GB/s × ${candidate.efficiency.memory}, layers and all-reduces`,
    source: SOURCE,
    ...within(shown.baseMs, band),
  });
  return {
    baseStepMs: shown.baseMs,
    perSequenceMs: shown.perSequenceMs,
    perInputTokenMs: shown.perInputTokenMs,
    prediction: prediction(inputs, candidate, ledger, { ...bands, timePerOutputToken: band }),
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
  bands: SpeedBands,
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
    ...within(predicted.timePerOutputTokenMs, bands.timePerOutputToken),
  });
  ledger.settle('/speed/prediction/timeToFirstTokenMs', predicted.timeToFirstTokenMs, {
    unit: 'ms',
    kind: 'derived',
    formula: 'the front end, the rest of a step, its own prompt and those of others before it',
    source: SOURCE,
    ...within(predicted.timeToFirstTokenMs, bands.timeToFirstToken),
  });
  ledger.settle('/speed/prediction/outputTokensPerSecond', predicted.outputTokensPerSecond, {
    unit: 'tokens/s',
    kind: 'derived',
    formula: `${round(predicted.inFlight)} in flight, each done in ${round(predicted.endToEndMs)} ms`,
    source: SOURCE,
    ...within(predicted.outputTokensPerSecond, bands.outputTokensPerSecond),
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
  const loop = closedLoop(candidate, load, concurrency, point.numPrompts);
  const timePerOutputTokenMs = loop.timePerOutputTokenMs * factor;
  const timeToFirstTokenMs = loop.timeToFirstTokenMs * factor;
  return {
    timePerOutputTokenMs,
    timeToFirstTokenMs,
    endToEndMs: timeToFirstTokenMs + (point.outputTokens - 1) * timePerOutputTokenMs,
    outputTokensPerSecond: (loop.requestsPerSecond / factor) * point.outputTokens,
    inFlight: Math.min(concurrency, point.numPrompts ?? concurrency),
  };
}

function open(
  inputs: PlanInputs,
  candidate: Candidate,
  point: OperatingPointRequest,
  requestsPerSecond: number,
): SpeedPrediction | undefined {
  const load = { cachedInputShare: 0, inputVariation: 0, ...point };
  const { data } = candidate.parallelism;
  const scale = (law: StepLaw): StepLaw => calibrated(inputs, candidate, law);
  const state = openLoop(candidate, load, requestsPerSecond / data, scale);
  if (!state) return undefined;
  return {
    timePerOutputTokenMs: state.meanStepMs,
    timeToFirstTokenMs: state.timeToFirstTokenMeanMs,
    endToEndMs: state.timeToFirstTokenMeanMs + (point.outputTokens - 1) * state.meanStepMs,
    outputTokensPerSecond: requestsPerSecond * point.outputTokens,
    inFlight: state.inFlight * data,
  };
}

function within(value: number, { low, high }: Band): Band {
  return { low: value * low, high: value * high };
}

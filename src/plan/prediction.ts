import type { SpeedPrediction } from '../capacity/answer';
import type { Calibration } from '../capacity/calibration/calibration';
import type { Candidate } from '../capacity/candidate';
import { type Ledger, round } from '../capacity/ledger';
import { operatingSpeed } from '../capacity/operating-point';
import type { OperatingPointRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { type Band, crowdBands } from '../capacity/speed-band';
import { trustIn } from './speed-trust';

/** What one replica does at the operating point of the request, which may be past saturation. */
export function prediction(
  inputs: PlanInputs,
  candidate: Candidate,
  calibration: Calibration | undefined,
  ledger: Ledger,
): SpeedPrediction | undefined {
  const point = inputs.request.operatingPoint;
  if (!point) return undefined;
  const load = { cachedInputShare: 0, inputVariation: 0, ...point };
  const { isSaturated, isCrowd, ...predicted } = operatingSpeed(candidate, calibration, point);
  if (isSaturated) warnOfSaturation(point, predicted, ledger);
  const trust = trustIn(candidate, inputs.engine.name, calibration);
  const { kind, source } = trust;
  const isSteady = kind === 'measured' || !isCrowd;
  const bands = isSteady ? trust.bands(load, predicted.inFlight) : crowdBands;
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

function warnOfSaturation(
  { requestsPerSecond: rate, numPrompts, outputTokens }: OperatingPointRequest,
  { outputTokensPerSecond }: SpeedPrediction,
  ledger: Ledger,
): void {
  const answered = round(outputTokensPerSecond / outputTokens);
  const queue = numPrompts === undefined ? 'grows without end' : 'lasts to the end of the run';
  ledger.warn(
    'operating-point-saturated',
    '/operatingPoint/requestsPerSecond',
    `${rate} requests/s are more than one replica answers (${answered}): the queue ${queue}`,
    'lower the rate or plan the fleet with traffic',
  );
}

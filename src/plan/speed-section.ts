import type { SpeedCalibration, SpeedPlan } from '../capacity/answer';
import { type Calibration, calibrationOf } from '../capacity/calibration/calibration';
import { counted, type Ledger, round } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { PlanInputs } from '../capacity/resolve';
import { lawAt } from '../capacity/step-law';
import { calibrationWarnings } from './calibration-warnings';
import { prediction, within } from './prediction';
import type { Sized } from './select';
import { type SpeedTrust, trustIn } from './speed-trust';

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
  chosen: Sized,
  load: Load | undefined,
  ledger: Ledger,
): SpeedPlan {
  const { candidate, rates } = chosen;
  if (!inputs.model) return withoutGeometry(inputs, ledger);
  const calibration = calibrationOf(inputs, candidate);
  calibrationWarnings(inputs, chosen, load, ledger);
  const shown =
    rates?.law ?? calibration?.law(REFERENCE_SHAPE) ?? lawAt(candidate, REFERENCE_SHAPE);
  const { accelerator, format } = inputs;
  const trust = trustIn(candidate, inputs.engine.name, calibration);
  ledger.settle('/speed/baseStepMs', shown.baseMs, {
    unit: 'ms',
    kind: trust.kind,
    formula: `${round(candidate.weights.coreBytes / 1e9)} GB of ${format} weights a GPU at ${accelerator.memoryBandwidthGBps} GB/s × ${candidate.efficiency.memory}, layers and all-reduces${calibration ? ', times what was measured over it' : ''}`,
    source: trust.source,
    ...within(shown.baseMs, trust.bands().timePerOutputToken),
  });
  return {
    baseStepMs: shown.baseMs,
    perSequenceMs: shown.perSequenceMs,
    perInputTokenMs: shown.perInputTokenMs,
    prediction: prediction(inputs, candidate, calibration, ledger),
    calibration: calibration && calibrationPlan(calibration, trust, ledger),
  };
}

function calibrationPlan(
  { points, meanError, box, knee }: Calibration,
  { kind, source }: SpeedTrust,
  ledger: Ledger,
): SpeedCalibration {
  const { least, most } = box.concurrency;
  ledger.settle('/speed/calibration/largestConcurrency', most, {
    unit: 'requests',
    kind,
    formula: `the most in flight of ${counted(points, 'load point')}${knee === undefined ? '' : `; past ${round(knee)} throughput hardly grows or first tokens wait`}`,
    source,
  });
  return {
    points,
    meanError,
    leastConcurrency: least,
    largestConcurrency: most,
    kneeConcurrency: knee,
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

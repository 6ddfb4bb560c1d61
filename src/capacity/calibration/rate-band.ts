import type { Candidate, LoadShape } from '../candidate';
import type { PlanInputs } from '../resolve';
import { type Band, speedBands } from '../speed-band';
import { calibrationOf } from './calibration';

/** What the closed form adds to the band of a measured time per output token. */
const CLOSED_FORM_BAND = 0.1;

/** Least and most of the rate of one replica, for each request per second planned. */
export function rateBand(inputs: PlanInputs, candidate: Candidate, load: LoadShape): Band {
  const derived = speedBands(candidate, inputs.engine.name).outputTokensPerSecond;
  const calibration = calibrationOf(inputs, candidate);
  if (!calibration) return derived;
  const share = calibration.band(load, calibration.box.concurrency.most) + CLOSED_FORM_BAND;
  return { low: Math.max(derived.low, 1 - share), high: Math.min(derived.high, 1 + share) };
}

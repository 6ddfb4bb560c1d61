import type { Candidate, LoadShape } from '../candidate';
import type { PlanInputs } from '../resolve';
import { calibrationOf } from './calibration';

/** p90 of the error of an uncalibrated time per output token, which the rate follows. */
const RATE_BAND = 0.35;
/** What the closed form adds to the band of a measured time per output token. */
const CLOSED_FORM_BAND = 0.1;

/** Half the width of the band around the rate of one replica, as a share. */
export function rateBand(inputs: PlanInputs, candidate: Candidate, load: LoadShape): number {
  const calibration = calibrationOf(inputs, candidate);
  if (!calibration) return RATE_BAND;
  const band = calibration.band(load, calibration.box.concurrency.most) + CLOSED_FORM_BAND;
  return Math.min(RATE_BAND, band);
}

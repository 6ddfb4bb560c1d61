import type { Calibration } from '../capacity/calibration/calibration';
import type { LoadShape } from '../capacity/candidate';
import { counted, round } from '../capacity/ledger';

/** Relative error of an uncalibrated time per output token on 896 published points: p90. */
const BAND = 0.35;
const SOURCE = 'roofline with fitted efficiencies; median error 11 % on 896 published vLLM points';

/** Whose word the speed is, and how far off it may be at a load. */
export interface SpeedTrust {
  readonly kind: 'measured' | 'derived';
  readonly source: string;
  band(load?: LoadShape, concurrency?: number): number;
}

export function trustIn(calibration: Calibration | undefined): SpeedTrust {
  if (!calibration) return { kind: 'derived', source: SOURCE, band: () => BAND };
  const { points, meanError, isMeasured, box } = calibration;
  const error =
    meanError === undefined
      ? ''
      : `, ${round(100 * meanError)} % off where predicted from each other`;
  const whose = isMeasured ? 'measured' : 'simulated';
  return {
    kind: isMeasured ? 'measured' : 'derived',
    source: `calibration: ${counted(points, `${whose} load point`)}${error}`,
    band: (load, concurrency = box.concurrency.most) =>
      load ? calibration.band(load, concurrency) : calibration.inside,
  };
}

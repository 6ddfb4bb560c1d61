import type { Calibration } from '../capacity/calibration/calibration';
import type { Candidate, LoadShape } from '../capacity/candidate';
import { counted, round } from '../capacity/ledger';
import { type Band, type SpeedBands, speedBands } from '../capacity/speed-band';

const SOURCE =
  'roofline with costs fitted on 3,075 published points: median error 7 % for vLLM, 12 % for SGLang and TensorRT-LLM; 10 and 15 to 19 % for a model family that the fit has not seen';

/** Whose word the speed is, and how far off it may be at a load. */
export interface SpeedTrust {
  readonly kind: 'measured' | 'derived';
  readonly source: string;
  bands(load?: LoadShape, concurrency?: number): SpeedBands;
}

/** Of the first token, whose measured points scatter: median 6 %, mean 19 % between neighbours. */
const FIRST_TOKEN_BAND = 0.3;

export function trustIn(
  candidate: Candidate,
  engine: string,
  calibration: Calibration | undefined,
): SpeedTrust {
  if (!calibration) {
    return { kind: 'derived', source: SOURCE, bands: () => speedBands(candidate, engine) };
  }
  const { points, meanError, isMeasured, box } = calibration;
  const error =
    meanError === undefined
      ? ''
      : `, ${round(100 * meanError)} % off where predicted from each other`;
  const whose = isMeasured ? 'measured' : 'simulated';
  return {
    kind: isMeasured ? 'measured' : 'derived',
    source: `calibration: ${counted(points, `${whose} load point`)}${error}`,
    bands: (load, concurrency = box.concurrency.most) => {
      const share = load ? calibration.band(load, concurrency) : calibration.inside;
      return {
        timePerOutputToken: around(share),
        timeToFirstToken: around(Math.max(FIRST_TOKEN_BAND, share)),
        outputTokensPerSecond: around(share),
      };
    },
  };
}

function around(share: number): Band {
  return { low: Math.max(0, 1 - share), high: 1 + share };
}

import { readGBps, type StageTime, type WeightRate, weightRate } from '../facts/loaders';
import type { CachesRequest } from './request';

export interface WeightTimeInputs {
  readonly caches: CachesRequest;
  readonly checkpointBytes: number;
  readonly gpus: number;
  /** Value of `--load-format`. @default auto */
  readonly loadFormat?: string;
}

/** A stated rate is of one pod: assumed to be shared by three when several start at once. */
const STATED_P95_FACTOR = 3;

/** Seconds until the weights of a replica are on its GPUs, from where they are kept. */
export function weightTime(inputs: WeightTimeInputs): StageTime {
  const { caches, checkpointBytes, gpus, loadFormat } = inputs;
  const place = caches.weights ?? 'none';
  const rate = loaderRate(place, loadFormat);
  const secondsAt = (speed: number): number => checkpointBytes / (speed * 1e9);
  const stated = caches.weightsReadGBps;
  const speed = stated ?? readGBps(rate, gpus);
  const seconds = secondsAt(speed);
  const saved = stated === undefined ? secondsAt(readGBps(loaderRate(place), gpus)) - seconds : 0;
  return {
    seconds,
    p95Factor: stated === undefined ? rate.p95Factor : STATED_P95_FACTOR,
    source: `${(checkpointBytes / 1e9).toFixed(1)} GB at ${speed.toFixed(1)} GB/s${savings(saved, rate.loader)}; ${stated === undefined ? rate.source : 'stated'}`,
    date: rate.date,
  };
}

/** The rate with a loader; one that nobody measured there counts as the usual one. */
function loaderRate(place: string, loadFormat = 'auto'): WeightRate {
  const named = loadFormat === 'auto' ? undefined : weightRate(place, loadFormat);
  const rate = named ?? weightRate(place);
  if (!rate) throw new Error(`no rate for weights from '${place}'`);
  return rate;
}

function savings(seconds: number, loader: string): string {
  return seconds === 0 ? '' : ` with ${loader}, ${seconds.toFixed(1)} s less than the usual loader`;
}

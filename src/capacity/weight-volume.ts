import { weightRate } from '../facts/loaders';
import type { ModelGeometry } from '../facts/model/geometry';
import { GIB } from './memory';
import { checkpointBytes } from './weights';

/** Tokenizer, configuration and what a file system keeps for itself. */
const ROOM = 1.1;

/** The bound stands in the pod template: a small change of a fact must not roll the fleet. */
const STEP_SECONDS = 300;

/** Files of a model as they are published, GiB. */
export function publishedGiB(model: ModelGeometry): number {
  return checkpointBytes(model, model.checkpointFormat) / GIB;
}

/** Volume for so many revisions of a model beside each other. */
export function weightVolumeGiB(checkpointGiB: number, revisions: number): number {
  return wholeGiB(checkpointGiB * ROOM * revisions);
}

/** Share of each worker, GiB, of a cache that holds one copy of a model. */
export function workerQuotaGiB(checkpointGiB: number, workers: number): number {
  return wholeGiB((checkpointGiB * ROOM) / workers);
}

/** 1.1 × 100 is a little more than 110 in binary. */
function wholeGiB(gibibytes: number): number {
  return Math.max(1, Math.ceil(gibibytes - 1e-6));
}

/** Longest that a download takes, nineteen times of twenty. */
export function downloadSeconds(checkpointGiB: number): number {
  const rate = weightRate('none');
  if (!rate) throw new Error('no rate for downloads');
  const seconds = ((checkpointGiB * GIB) / (rate.oneGpuGBps * 1e9)) * rate.p95Factor;
  return Math.max(1, Math.ceil(seconds / STEP_SECONDS)) * STEP_SECONDS;
}

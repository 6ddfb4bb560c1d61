import loaders from './loaders.json';

/** How fast a replica reads its weights from one place with one loader. */
export interface WeightRate {
  /** `none` (hub download), `shared-claim`, `node-local`, `object-store` or `image`. */
  readonly weights: string;
  /** Value of `--load-format`, `safetensors` standing for `auto`. */
  readonly loader: string;
  readonly oneGpuGBps: number;
  readonly eightGpuGBps: number;
  /** p95 time over the usual time. */
  readonly p95Factor: number;
  readonly source: string;
  readonly date: string;
}

/** Time of one stage of a cold start. */
export interface StageTime {
  readonly seconds: number;
  readonly p95Factor: number;
  readonly source: string;
  readonly date: string;
}

/** Stage and, after the slash, the condition that decides its time. */
export type StageKey = keyof typeof loaders.stages;

export const weightRates: readonly WeightRate[] = loaders.weightRates;

export const stageTimes: Readonly<Record<StageKey, StageTime>> = loaders.stages;

/** Sizes of the engine's image on the registry and on the node's disk. */
export const engineImage = loaders.image;

/** The rate of a place, with the loader usual there unless one is named. */
export function weightRate(weights: string, loader?: string): WeightRate | undefined {
  return weightRates.find(
    (row) => row.weights === weights && (loader === undefined || row.loader === loader),
  );
}

/** GB/s at which `gpus` of one replica read together, straight between the rows for 1 and 8. */
export function readGBps({ oneGpuGBps, eightGpuGBps }: WeightRate, gpus: number): number {
  const share = Math.min(Math.max(gpus - 1, 0) / 7, 1);
  return oneGpuGBps + share * (eightGpuGBps - oneGpuGBps);
}

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
  /** The terms it is the sum of. */
  readonly formula?: string;
  readonly source: string;
  readonly date: string;
}

/** What the engine's own preparation costs for each unit of what drives it. */
export interface EngineStartRow {
  /** `profile`, `trace`, `inductor`, `load`, `capture` or `kernels`. */
  readonly part: string;
  /** What it is counted by: `start`, `layer`, `piece`, `graphLayer` … */
  readonly per: string;
  /** vLLM release. */
  readonly since: string;
  readonly until?: string;
  readonly seconds: number;
  /** With what an earlier start left in the compile cache. @default seconds */
  readonly cachedSeconds?: number;
  readonly p95Factor: number;
  readonly source: string;
  readonly date: string;
}

/** Stage and, after the slash, the condition that decides its time. */
export type StageKey = keyof typeof loaders.stages;

export const weightRates: readonly WeightRate[] = loaders.weightRates;

export const stageTimes: Readonly<Record<StageKey, StageTime>> = loaders.stages;

export const engineStartRows: readonly EngineStartRow[] = loaders.engineStart;

/** Sizes of the engine's image on the registry and on the node's disk. */
export const engineImage = loaders.image;

/**
 * Shortest and longest time of four starts in five: times are spread by factors, and the 95th
 * percentile lies 1.645 deviations out where the 90th lies 1.282.
 */
export function stageBand({ seconds, p95Factor }: StageTime): { low: number; high: number } {
  const factor = p95Factor ** (1.282 / 1.645);
  return { low: seconds / factor, high: seconds * factor };
}

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

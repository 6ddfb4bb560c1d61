import { coldStart } from '../../capacity/cold-start';
import type { CachesRequest } from '../../capacity/request';
import { startupMode } from '../../capacity/startup-mode';
import { defaultEngineVersion } from '../../engines/vllm/defaults';
import type { EngineView } from '../view/engine-view';
import type { PodView } from '../view/pod-view';
import type { ModelSize } from './model-size';

/** A stage of a start inside of the container; four starts in five lie between low and high. */
export interface StartStage {
  readonly name: string;
  readonly low: number;
  readonly usual: number;
  readonly high: number;
}

export interface StartStages {
  readonly stages: readonly StartStage[];
  /** Of all together, with cold caches. */
  readonly p95Seconds: number;
}

/** Where weights are read from, as `facts/loaders.ts` knows it, and what is already compiled. */
export interface StartCaches {
  readonly weights: NonNullable<CachesRequest['weights']>;
  readonly compile: boolean;
}

/** Where the manifest states no limits: those of a GPU below 70 GiB, with the fewest graphs. */
const SMALL_BATCH = { maxNumSeqs: 256, maxNumBatchedTokens: 2048 };

/** The accelerator is not known: without kernels that only some of them build. */
const ANY_ACCELERATOR = { architecture: 'any' };

/** Stages before the container, which no probe sees. */
const OUTSIDE = ['schedule', 'node', 'image'];

/** Fleets are made of a few kinds of pods, of which several rules ask. */
const known = new Map<string, StartStages>();

export function startStages(
  pod: PodView,
  engine: EngineView,
  size: ModelSize | undefined,
  caches: StartCaches,
): StartStages {
  const { name, flags, pipeline, maxNumSeqs, version = defaultEngineVersion } = engine;
  const format = flags.get('--load-format')?.value;
  const loadFormat = typeof format === 'string' ? format : 'auto';
  const isEager = flags.has('--enforce-eager');
  const { gpus, count } = pod;
  const inputs = [name, version, loadFormat, isEager, pipeline, maxNumSeqs, gpus, count];
  const key = JSON.stringify([inputs, caches, size?.geometry?.id, size?.format, size?.bytes]);
  const found = known.get(key);
  if (found) return found;
  const limits = { version, ...SMALL_BATCH, ...(maxNumSeqs && { maxNumSeqs }) };
  const start = coldStart({
    engine: { name, version },
    startup: startupMode({ enforceEager: isEager }, limits, ANY_ACCELERATOR),
    model: size?.geometry ?? { layers: [], extraParameters: 0 },
    format: size?.format ?? 'bf16',
    ...ANY_ACCELERATOR,
    ranksPerNode: Math.max(gpus, 1),
    pipeline,
    caches,
    checkpointBytes: size?.bytes ?? 0,
    gpus: Math.max(gpus * count, 1),
    loadFormat,
    nodeAutoscaler: 'none',
    nodes: 1,
  });
  const stages = start.stages
    .map(({ name: stage, seconds }, at) => {
      const { low, high } = start.origins[at];
      return { name: stage, low, usual: seconds, high };
    })
    .filter((stage) => !OUTSIDE.includes(stage.name));
  const answer = { stages, p95Seconds: start.inContainerP95ColdCacheSeconds };
  known.set(key, answer);
  return answer;
}

import { type ColdStart, coldStart } from '../../capacity/cold-start';
import type { CachesRequest } from '../../capacity/request';
import { startupMode } from '../../capacity/startup-mode';
import { defaultEngineVersion } from '../../engines/vllm/defaults';
import type { Arithmetic } from '../finding';
import type { EngineView } from '../view/engine-view';
import type { ContainerView, PodView } from '../view/pod-view';
import { type ModelSize, modelSize } from './model-size';
import { type WeightSource, weightSource } from './weights';

/** How long a container takes from its start to its first answer, as far as its manifest tells. */
export interface StartEstimate {
  /** Every stage as fast as in one start of ten, and with filled caches. */
  readonly bestSeconds: number;
  readonly usualSeconds: number;
  /** One start in five takes longer. */
  readonly longSeconds: number;
  /** The 95th percentile with cold caches: what a budget has to hold. */
  readonly slowSeconds: number;
  readonly arithmetic: Arithmetic;
  /** `141 GB of weights from the Hub`; absent where nothing tells their size. */
  readonly weights?: string;
}

type Source = WeightSource['kind'];

/** Places of `facts/loaders.ts`; where nothing tells, the fast one is assumed. */
const PLACES: Readonly<Record<Source, NonNullable<CachesRequest['weights']>>> = {
  hub: 'none',
  claim: 'shared-claim',
  pod: 'node-local',
  node: 'node-local',
  image: 'image',
  bucket: 'object-store',
  unknown: 'node-local',
};

const WORDS: Readonly<Record<Source, string>> = {
  hub: 'from the Hub',
  claim: 'from a claim',
  pod: 'from a volume of the pod',
  node: "from the node's disk",
  image: 'from the image',
  bucket: 'from a bucket',
  unknown: 'from a disk',
};

/** Only of vLLM is known how long it compiles and captures. */
const PREPARING = ['profile', 'compile', 'graphs', 'warmup'];

export function startEstimate(
  pod: PodView,
  container: ContainerView,
  engine: EngineView,
): StartEstimate {
  const { kind, isFilledByEngine = false } = weightSource(pod, container, engine);
  // The first pod fills a claim that the others then read.
  const first = isFilledByEngine ? 'hub' : kind;
  const size = sizeOf(engine);
  const usual = played(pod, engine, first, size, false);
  const best = played(pod, engine, kind, size, true);
  const span = (title: string, names: readonly string[]): Span => ({
    title,
    best: sum(
      best.origins.map(({ low }) => low),
      best,
      names,
    ),
    usual: sum(
      usual.stages.map(({ seconds }) => seconds),
      usual,
      names,
    ),
  });
  const weights = size && `${sized(size.bytes)} of weights ${WORDS[first]}`;
  const spans = [
    span('start of Python', ['bootstrap']),
    ...(weights ? [span(weights, ['weights'])] : []),
    ...(engine.name === 'vllm' ? [span('compilation, CUDA graphs, warm-up', PREPARING)] : []),
  ];
  const total: Span = {
    title: 'to the first answer',
    best: spans.reduce((seconds, each) => seconds + each.best, 0),
    usual: spans.reduce((seconds, each) => seconds + each.usual, 0),
  };
  const slowSeconds = Math.ceil(usual.inContainerP95ColdCacheSeconds);
  return {
    bestSeconds: Math.floor(total.best),
    usualSeconds: Math.ceil(total.usual),
    // Times are spread by factors; the 80th percentile is half as many deviations out as the 95th.
    longSeconds: Math.ceil(Math.sqrt(total.usual * slowSeconds)),
    slowSeconds,
    arithmetic: {
      columns: ['stage', 'at best, s', 'usual, s'],
      rows: [...spans, total].map((each) => [
        each.title,
        Math.floor(each.best),
        Math.ceil(each.usual),
      ]),
    },
    weights,
  };
}

interface Span {
  readonly title: string;
  readonly best: number;
  readonly usual: number;
}

function sum(seconds: readonly number[], { stages }: ColdStart, names: readonly string[]): number {
  return stages.reduce((all, { name }, at) => all + (names.includes(name) ? seconds[at] : 0), 0);
}

function sizeOf({ model, flags }: EngineView): ModelSize | undefined {
  const quantization = flags.get('--quantization')?.value;
  return model === undefined
    ? undefined
    : modelSize(model, typeof quantization === 'string' ? quantization : '');
}

function sized(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return `${gigabytes < 10 ? gigabytes.toFixed(1) : Math.round(gigabytes)} GB`;
}

/** Where the manifest states no limits: those of a GPU below 70 GiB, with the fewest graphs. */
const SMALL_BATCH = { maxNumSeqs: 256, maxNumBatchedTokens: 2048 };

/** The accelerator is not known: without kernels that only some of them build. */
const ANY_ACCELERATOR = { architecture: 'any' };

function played(
  pod: PodView,
  engine: EngineView,
  kind: Source,
  size: ModelSize | undefined,
  isCompiled: boolean,
): ColdStart {
  const version = engine.version ?? defaultEngineVersion;
  const loadFormat = engine.flags.get('--load-format')?.value;
  const isEager = engine.flags.has('--enforce-eager');
  const limits = {
    version,
    ...SMALL_BATCH,
    ...(engine.maxNumSeqs && { maxNumSeqs: engine.maxNumSeqs }),
  };
  return coldStart({
    engine: { name: engine.name, version },
    startup: startupMode({ enforceEager: isEager }, limits, ANY_ACCELERATOR),
    model: size?.geometry ?? { layers: [], extraParameters: 0 },
    format: size?.format ?? 'bf16',
    ...ANY_ACCELERATOR,
    ranksPerNode: Math.max(pod.gpus, 1),
    pipeline: engine.pipeline,
    caches: { weights: PLACES[kind], compile: isCompiled },
    checkpointBytes: size?.bytes ?? 0,
    gpus: Math.max(pod.gpus * pod.count, 1),
    loadFormat: typeof loadFormat === 'string' ? loadFormat : 'auto',
    nodeAutoscaler: 'none',
    nodes: 1,
  });
}

import type { Arithmetic } from '../finding';
import type { EngineView } from '../view/engine-view';
import type { ContainerView, PodView } from '../view/pod-view';
import { type ModelSize, modelSize } from './model-size';
import { type StartCaches, type StartStage, startStages } from './start-stages';
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

/** Where nothing tells, the fast place is assumed. */
const PLACES: Readonly<Record<Source, StartCaches['weights']>> = {
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

const LOADING = ['bootstrap', 'weights'];

export function startEstimate(
  pod: PodView,
  container: ContainerView,
  engine: EngineView,
): StartEstimate {
  const { kind, isFilledByEngine = false } = weightSource(pod, container, engine);
  // The first pod fills a claim that the others then read.
  const first = isFilledByEngine ? 'hub' : kind;
  const size = sizeOf(engine);
  const cold = startStages(pod, engine, size, { weights: PLACES[first], compile: false });
  const warm = startStages(pod, engine, size, { weights: PLACES[kind], compile: true });
  // Only of vLLM is known how long it compiles and captures.
  const counts = ({ name }: StartStage): boolean =>
    engine.name === 'vllm' || LOADING.includes(name);
  const weights = size && `${sized(size.bytes)} of weights ${WORDS[first]}`;
  const usual = cold.stages.filter(counts);
  const best = warm.stages.filter(counts);
  const usualSeconds = sum(usual.map((stage) => stage.usual));
  const slowSeconds =
    engine.name === 'vllm' ? cold.p95Seconds : sum(usual.map((stage) => stage.high));
  return {
    bestSeconds: Math.floor(sum(best.map((stage) => stage.low))),
    usualSeconds: Math.ceil(usualSeconds),
    // Times are spread by factors; the 80th percentile is half as many deviations out as the 95th.
    longSeconds: Math.ceil(Math.sqrt(usualSeconds * slowSeconds)),
    slowSeconds: Math.ceil(slowSeconds),
    arithmetic: tableOf(best, usual, weights, Math.ceil(slowSeconds)),
    weights,
  };
}

/** Imports, weights, what the engine prepares, and all together. */
function tableOf(
  best: readonly StartStage[],
  usual: readonly StartStage[],
  weights: string | undefined,
  slowSeconds: number,
): Arithmetic {
  const row = (title: string, counts: (name: string) => boolean): (string | number)[] => [
    title,
    Math.floor(sum(best.filter(({ name }) => counts(name)).map((stage) => stage.low))),
    Math.ceil(sum(usual.filter(({ name }) => counts(name)).map((stage) => stage.usual))),
    '',
  ];
  const whole = row('to the first answer', () => true);
  const prepares = usual.some(({ name }) => !LOADING.includes(name));
  return {
    columns: ['stage', 'at best, s', 'usual, s', 'one in twenty, s'],
    rows: [
      row('start of Python', (name) => name === 'bootstrap'),
      ...(weights ? [row(weights, (name) => name === 'weights')] : []),
      ...(prepares
        ? [row('compilation, CUDA graphs, warm-up', (name) => !LOADING.includes(name))]
        : []),
      [...whole.slice(0, -1), slowSeconds],
    ],
  };
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

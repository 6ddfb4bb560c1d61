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

/** Read from the Hub by the first pod that starts, and by the others from where it has put them. */
const KEPT_WORDS: Readonly<Partial<Record<Source, string>>> = {
  claim: 'that a claim keeps (first from the Hub)',
  node: "that the node's disk keeps (first from the Hub)",
};

const LOADING = ['bootstrap', 'weights'];

/** Even a lucky start takes longer, or an ordinary one twice as long. */
export function isKilledAlways(
  seconds: number,
  { bestSeconds, usualSeconds }: Pick<StartEstimate, 'bestSeconds' | 'usualSeconds'>,
): boolean {
  return seconds < bestSeconds || seconds < usualSeconds / 2;
}

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
  const words = (isFilledByEngine && KEPT_WORDS[kind]) || WORDS[first];
  const weights = size && `${sized(size.bytes)} of weights ${words}`;
  const rows = rowsOf(warm.stages.filter(counts), cold.stages.filter(counts), weights);
  const bestSeconds = sum(rows.map(({ best }) => best));
  const usualSeconds = sum(rows.map(({ usual }) => usual));
  const slowSeconds = Math.ceil(
    engine.name === 'vllm' ? cold.p95Seconds : sum(rows.map(({ high }) => high)),
  );
  return {
    bestSeconds,
    usualSeconds,
    // Times are spread by factors; the 80th percentile is half as many deviations out as the 95th.
    longSeconds: Math.ceil(Math.sqrt(usualSeconds * slowSeconds)),
    slowSeconds,
    arithmetic: {
      columns: ['stage', 'at best, s', 'usual, s', 'one in twenty, s'],
      rows: [
        ...rows.map(({ title, best, usual }) => [title, best, usual, '']),
        ['to the first answer', bestSeconds, usualSeconds, slowSeconds],
      ],
    },
    weights,
  };
}

interface StartRow {
  readonly title: string;
  readonly best: number;
  readonly usual: number;
  readonly high: number;
}

/** Imports, weights and what the engine prepares, in whole seconds, which add up. */
function rowsOf(
  best: readonly StartStage[],
  usual: readonly StartStage[],
  weights: string | undefined,
): StartRow[] {
  const row = (title: string, counts: (name: string) => boolean): StartRow => ({
    title,
    best: Math.floor(sum(best.filter(({ name }) => counts(name)).map(({ low }) => low))),
    usual: Math.ceil(sum(usual.filter(({ name }) => counts(name)).map((stage) => stage.usual))),
    high: sum(usual.filter(({ name }) => counts(name)).map(({ high }) => high)),
  });
  return [
    row('start of Python', (name) => name === 'bootstrap'),
    row(weights ?? 'weights', (name) => name === 'weights'),
    row('compilation, CUDA graphs, warm-up', (name) => !LOADING.includes(name)),
  ].filter((each) => each.high > 0);
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

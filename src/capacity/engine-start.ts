import { covers } from '../engines/by-version';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import { type EngineStartRow, engineStartRows, type StageTime } from '../facts/loaders';
import type { LayerGeometry, ModelGeometry, WeightFormat } from '../facts/model/geometry';
import { round } from './ledger';
import type { StartupMode } from './startup-mode';

/** What decides how long an engine prepares before it serves. */
export interface EngineStartInputs {
  readonly engine: { readonly name: string; readonly version: string };
  readonly startup: StartupMode;
  readonly model: Pick<ModelGeometry, 'layers' | 'extraParameters'>;
  readonly format: WeightFormat;
  /** Of the accelerator, e.g. `hopper`. */
  readonly architecture: string;
  /** Processes on one node, one for each GPU. */
  readonly ranksPerNode: number;
  readonly pipeline: number;
}

/** The stages between loaded weights and the first answer, with a cold cache or with a filled one. */
export interface EngineStart {
  readonly profile: StageTime;
  readonly compile: StageTime;
  readonly graphs: StageTime;
  readonly warmup: StageTime;
}

/** What the log of vLLM sums up as init engine. */
export const ENGINE_STAGES: readonly string[] = ['profile', 'compile', 'graphs', 'warmup'];

type Drivers = Readonly<Record<string, number>>;

/** Layers of a model that is known by measurement only: those of Whisper and of Llama 8B. */
const USUAL_LAYERS = 32;

/** Times by what drives them: layers, distinct pieces, graphs, ranks and kernels built at first use. */
export function engineStart(inputs: EngineStartInputs, cached: boolean): EngineStart {
  const { engine, startup } = inputs;
  const isVllm = engine.name === 'vllm';
  const version = isVllm ? engine.version : defaultEngineVersion;
  const drivers = driversOf(inputs);
  const time = (...parts: string[]): StageTime => {
    const found = partTime(parts, version, drivers, cached);
    return isVllm ? found : { ...found, source: `assumed as in vLLM: ${found.source}` };
  };
  return {
    profile: time('profile'),
    compile: !startup.compiles
      ? none('eager mode')
      : isVllm
        ? time('trace', cached ? 'load' : 'inductor')
        : none(`${engine.name} compiles nothing unless it is told to`),
    graphs: startup.captureSizes.length > 0 ? time('capture') : none('eager mode'),
    warmup: time('kernels'),
  };
}

/** Rows by release: a plan asks for the same one a dozen times. */
const known = new Map<string, readonly EngineStartRow[]>();

function rowsOf(version: string): readonly EngineStartRow[] {
  const found = known.get(version) ?? engineStartRows.filter((row) => covers(row, version));
  known.set(version, found);
  return found;
}

function partTime(
  parts: readonly string[],
  version: string,
  drivers: Drivers,
  cached: boolean,
): StageTime {
  const terms = rowsOf(version)
    .filter((row) => parts.includes(row.part) && drivers[row.per] > 0)
    .map((row) => ({ row, each: cached ? (row.cachedSeconds ?? row.seconds) : row.seconds }));
  const seconds = sum(terms.map(({ row, each }) => each * drivers[row.per]));
  if (seconds === 0) return none('this release has no such stage');
  // The parts of a stage are slow together: one CPU runs them.
  const slow = sum(terms.map(({ row, each }) => each * drivers[row.per] * row.p95Factor));
  return {
    seconds,
    p95Factor: slow / seconds,
    formula: terms.map(({ row, each }) => term(row, each, drivers[row.per])).join(' + '),
    source: terms.map(({ row }) => row.source).join('; '),
    date: terms[0].row.date,
  };
}

function term({ part, per }: EngineStartRow, each: number, count: number): string {
  return `${part} ${round(each)} s × ${count} ${per}`;
}

function none(source: string): StageTime {
  return { seconds: 0, p95Factor: 1, source, date: '2026-11' };
}

/** How many there are of what the rows count by. */
function driversOf(inputs: EngineStartInputs): Drivers {
  const { model, startup, ranksPerNode, pipeline, format, architecture } = inputs;
  const layers = Math.ceil((model.layers.length || USUAL_LAYERS) / pipeline);
  const furtherRank = Math.max(ranksPerNode - 1, 0);
  const { pieces, isMoe, hasState } = kindsOf(model.layers);
  const piece = pieces + (quantizesActivations(format) ? 1 : 0);
  const isBlackwell = architecture.startsWith('blackwell');
  const fp4 = isBlackwell && (format === 'nvfp4' || format === 'mxfp4') ? 1 : 0;
  return {
    start: 1,
    furtherRank,
    encoder: model.extraParameters > 0 ? 1 : 0,
    layer: layers,
    layerOfFurtherRank: layers * furtherRank,
    piece,
    pieceOfFurtherRank: piece * furtherRank,
    graphLayer: layers * startup.captureSizes.length * startup.graphSets,
    graphed: startup.captureSizes.length > 0 ? 1 : 0,
    deepGemm: format === 'fp8' && (isBlackwell || architecture === 'hopper') ? 1 : 0,
    stateLayers: hasState ? 1 : 0,
    fp4Moe: isMoe ? fp4 : 0,
    fp4Dense: isMoe ? 0 : fp4,
  };
}

/** Their scales are computed between the layers, which makes the pieces there larger. */
function quantizesActivations(format: WeightFormat): boolean {
  return format === 'fp8' || format === 'int8' || format === 'nvfp4';
}

interface LayerKinds {
  readonly pieces: number;
  readonly isMoe: boolean;
  readonly hasState: boolean;
}

/** Kinds by model: every candidate of a plan has the same layers. */
const seen = new WeakMap<readonly LayerGeometry[], LayerKinds>();

function kindsOf(layers: readonly LayerGeometry[]): LayerKinds {
  const found = seen.get(layers) ?? {
    pieces: Math.max(new Set(layers.map(pieceOf)).size, 1),
    isMoe: layers.some(({ mlp }) => mlp.kind === 'moe'),
    hasState: layers.some(({ attention }) => attention.state !== undefined),
  };
  seen.set(layers, found);
  return found;
}

/** Attention cuts the graph, so layers that differ in their window only are one piece. */
function pieceOf({ attention: { kind }, mlp }: LayerGeometry): string {
  return `${kind === 'sliding' || kind === 'chunked' ? 'full' : kind} ${mlp.kind}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

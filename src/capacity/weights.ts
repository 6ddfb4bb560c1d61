import {
  type KernelDevice,
  loadingOverheadGiB,
  mxfp4Padding,
} from '../engines/vllm/kernel-padding';
import { weightFormat } from '../facts/model/formats';
import type { LayerGeometry, ModelGeometry, WeightFormat } from '../facts/model/geometry';
import {
  coreLayerBytes,
  headBytes,
  residentExpertBytes,
  storedExpertBytes,
  tableBytes,
} from './layer-bytes';
import { draftLayers, pipelineStages } from './pipeline';

/** How one replica's weights are spread. */
export interface WeightSpread {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  /** Whole experts on each tensor × data rank instead of a slice of every expert. */
  readonly expert: boolean;
  /** Multi-token-prediction layers are loaded too; they are not unless they speculate. */
  readonly draft?: boolean;
  /** Whose kernels pad the weights; Hopper where it is left out. */
  readonly device?: KernelDevice;
}

/** Bytes on one GPU unless stated otherwise; what a step reads is a mean over pipeline stages. */
export interface WeightShare {
  /** Resident on the fullest pipeline stage. */
  readonly bytes: number;
  /** Attention, dense blocks, shared experts and what every rank copies: read in each step. */
  readonly coreBytes: number;
  /** Routed experts held, of which a step reads those that its tokens reach. */
  readonly expertBytes: number;
  /** Output head, read in each step of the last stage. */
  readonly headBytes: number;
  readonly embeddingBytes: number;
  /** The whole checkpoint at this format, as on disk. */
  readonly checkpointBytes: number;
  /** Of the whole model, as `coreBytes` counts them. */
  readonly coreParameters: number;
  readonly expertParameters: number;
  readonly headParameters: number;
}

const GIB = 2 ** 30;
/** A file that differs more from its configuration is not the checkpoint of this model. */
const INDEX_TOLERANCE = 0.25;
const HOPPER: KernelDevice = { vendor: 'nvidia', architecture: 'hopper' };
const BF16 = weightFormat('bf16').bytesPerParameter;

/** Weight bytes that one GPU holds and reads when `model` is loaded in `format`. */
export function weightsPerGpu(
  model: ModelGeometry,
  format: WeightFormat,
  { tensor, pipeline, data, expert, draft, device = HOPPER }: WeightSpread,
): WeightShare {
  // Without expert parallelism vLLM slices experts over the ranks of all data-parallel engines.
  const expertRanks = { ranks: tensor * data, whole: expert, padding: mxfp4Padding(device) };
  const scale = indexScale(model, format);
  const stages = pipelineStages(model, pipeline, draft).map((layers) => ({
    core: scale * sum(layers.map((layer) => coreLayerBytes(model, format, layer, tensor))),
    experts:
      scale * sum(layers.map((layer) => residentExpertBytes(model, format, layer, expertRanks))),
  }));
  const table = tableBytes(model, tensor);
  const head = headBytes(model, format, tensor);
  const buffers = model.rotaryEntries * BF16 + loadingOverheadGiB(device) * GIB;
  const last = stages.length - 1;
  const sharesTable = model.tiedEmbeddings && last === 0;
  const resident = stages.map(({ core, experts }, stage) => {
    const first = stage === 0 ? table + (model.extraParameters / tensor) * BF16 : 0;
    return buffers + core + experts + first + (stage === last && !sharesTable ? head : 0);
  });
  const { total, routedExperts, embeddings } = model.parameters;
  return {
    bytes: Math.max(...resident),
    coreBytes: sum(stages.map(({ core }) => core)) / stages.length,
    expertBytes: sum(stages.map(({ experts }) => experts)) / stages.length,
    headBytes: head,
    embeddingBytes: table,
    checkpointBytes: checkpointBytes(model, format),
    coreParameters: total - routedExperts - embeddings,
    expertParameters: routedExperts,
    headParameters: model.vocabSize * model.hiddenSize,
  };
}

/**
 * What the index of a checkpoint says of its layers over what the configuration says: 1 without
 * an index, and where the engine loads the checkpoint in another format.
 */
export function indexScale(model: ModelGeometry, format: WeightFormat): number {
  const { indexedBytes } = model;
  if (indexedBytes === undefined || format !== model.checkpointFormat) return 1;
  const computed = computedBytes(model, format);
  const layers = sum([...model.layers, ...draftLayers(model)].map(stored(model, format)));
  const scale = 1 + (indexedBytes - computed) / layers;
  return Math.abs(indexedBytes / computed - 1) <= INDEX_TOLERANCE ? scale : 1;
}

/** Draft layers, vision tower and every scale included; by its index where one was read. */
export function checkpointBytes(model: ModelGeometry, format: WeightFormat): number {
  const computed = computedBytes(model, format);
  const isIndexed = indexScale(model, format) !== 1;
  return isIndexed ? (model.indexedBytes ?? computed) : computed;
}

function computedBytes(model: ModelGeometry, format: WeightFormat): number {
  const layers = [...model.layers, ...draftLayers(model)].map(stored(model, format));
  const head = model.tiedEmbeddings
    ? 0
    : (headBytes(model, format, 1) / tableBytes(model, 1)) * BF16;
  const tables = model.vocabSize * model.hiddenSize * (BF16 + head);
  return sum(layers) + tables + model.extraParameters * BF16;
}

function stored(model: ModelGeometry, format: WeightFormat): (layer: LayerGeometry) => number {
  return (layer) =>
    coreLayerBytes(model, format, layer, 1) + storedExpertBytes(model, format, layer);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

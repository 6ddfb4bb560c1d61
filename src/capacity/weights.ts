import { weightFormat } from '../facts/model/formats';
import type { ModelGeometry, WeightFormat } from '../facts/model/geometry';
import { coreLayerBytes, residentExpertBytes, storedExpertBytes, tableBytes } from './layer-bytes';
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

const BF16 = weightFormat('bf16').bytesPerParameter;

/** Weight bytes that one GPU holds and reads when `model` is loaded in `format`. */
export function weightsPerGpu(
  model: ModelGeometry,
  format: WeightFormat,
  { tensor, pipeline, data, expert, draft }: WeightSpread,
): WeightShare {
  // Without expert parallelism vLLM slices experts over the ranks of all data-parallel engines.
  const expertRanks = { ranks: tensor * data, whole: expert };
  const stages = pipelineStages(model, pipeline, draft).map((layers) => ({
    core: sum(layers.map((layer) => coreLayerBytes(model, format, layer, tensor))),
    experts: sum(layers.map((layer) => residentExpertBytes(model, format, layer, expertRanks))),
  }));
  const table = tableBytes(model, tensor);
  const last = stages.length - 1;
  const sharesTable = model.tiedEmbeddings && last === 0;
  const resident = stages.map(({ core, experts }, stage) => {
    const first = stage === 0 ? table + model.extraParameters * BF16 : 0;
    return core + experts + first + (stage === last && !sharesTable ? table : 0);
  });
  const { total, routedExperts, embeddings } = model.parameters;
  return {
    bytes: Math.max(...resident),
    coreBytes: sum(stages.map(({ core }) => core)) / stages.length,
    expertBytes: sum(stages.map(({ experts }) => experts)) / stages.length,
    headBytes: table,
    embeddingBytes: table,
    checkpointBytes: checkpointBytes(model, format),
    coreParameters: total - routedExperts - embeddings,
    expertParameters: routedExperts,
    headParameters: model.vocabSize * model.hiddenSize,
  };
}

/** Draft layers, vision tower and every scale included. */
export function checkpointBytes(model: ModelGeometry, format: WeightFormat): number {
  const layers = [...model.layers, ...draftLayers(model)].map(
    (layer) => coreLayerBytes(model, format, layer, 1) + storedExpertBytes(model, format, layer),
  );
  return sum(layers) + (model.parameters.embeddings + model.extraParameters) * BF16;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

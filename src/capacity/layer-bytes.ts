import { weightFormat } from '../facts/model/formats';
import type {
  ExpertGeometry,
  LayerGeometry,
  LayerPart,
  ModelGeometry,
  WeightFormat,
} from '../facts/model/geometry';

const BF16 = weightFormat('bf16').bytesPerParameter;
/** Multiple to which vLLM pads the vocabulary of each tensor-parallel rank. */
const VOCABULARY_PADDING = 64;
/** vLLM's MXFP4 kernels pad the width of an expert and its input: gpt-oss from 2,880 to 3,072. */
const MXFP4_PADDING = { input: 256, intermediate: 64 };

/** Bytes of attention, dense block, shared experts and router of a layer on one of `tensor` ranks. */
export function coreLayerBytes(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
  tensor: number,
): number {
  const { attention, mlp } = layer;
  const projections = attention.shardedParameters / tensor + attention.replicatedParameters;
  return (
    projections * bytesOf(model, format, layer, 'attention') +
    (mlp.shardedParameters / tensor) * bytesOf(model, format, layer, 'mlp') +
    mlp.replicatedParameters * BF16
  );
}

/** Bytes of a layer's routed experts as they lie in the checkpoint. */
export function storedExpertBytes(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
): number {
  const { count = 0, parametersEach = 0 } = layer.mlp.experts ?? {};
  return count * parametersEach * bytesOf(model, format, layer, 'experts');
}

/** Bytes of a layer's routed experts on one of `ranks`: whole experts, or a slice of each. */
export function residentExpertBytes(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
  { ranks, whole }: { readonly ranks: number; readonly whole: boolean },
): number {
  const { experts } = layer.mlp;
  if (!experts) return 0;
  const each = experts.parametersEach * bytesOf(model, format, layer, 'experts');
  const isPadded = formatOf(model, format, layer, 'experts') === 'mxfp4';
  const padding = isPadded ? mxfp4Padding(experts, whole ? 1 : ranks) : 1;
  const held = whole ? Math.ceil(experts.count / ranks) : experts.count / ranks;
  return held * each * padding;
}

/** Bytes of the embedding table or the output head: bf16 in every format, rows shared by ranks. */
export function tableBytes(model: ModelGeometry, tensor: number): number {
  const rows = roundUp(model.vocabSize, VOCABULARY_PADDING * tensor) / tensor;
  return rows * model.hiddenSize * BF16;
}

function mxfp4Padding({ inputSize, intermediateSize }: ExpertGeometry, slices: number): number {
  const width = intermediateSize / slices;
  const padded =
    roundUp(width, MXFP4_PADDING.intermediate) * roundUp(inputSize, MXFP4_PADDING.input);
  return padded / (width * inputSize);
}

/** A checkpoint loaded in its own format has the formats, and the group sizes, it ships. */
function bytesOf(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
  part: LayerPart,
): number {
  const loaded = formatOf(model, format, layer, part);
  const shipped = loaded === model.checkpointFormat ? model.checkpointBytesPerParameter : undefined;
  return shipped ?? weightFormat(loaded).bytesPerParameter;
}

function formatOf(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
  part: LayerPart,
): WeightFormat {
  return format === model.checkpointFormat ? layer.checkpointFormats[part] : format;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

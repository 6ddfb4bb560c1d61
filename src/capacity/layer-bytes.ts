import type { ExpertPadding } from '../engines/vllm/kernel-padding';
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

/** Bytes of attention, dense block, shared experts and router of a layer on one of `tensor` ranks. */
export function coreLayerBytes(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
  tensor: number,
): number {
  const { attention, mlp } = layer;
  const output = outputParameters(model, layer);
  const input = (attention.shardedParameters - output) / tensor + attention.replicatedParameters;
  return (
    input * bytesOf(model, format, layer, 'attention') +
    (output / tensor) * bytesOf(model, format, layer, 'attentionOutput') +
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

/** The ranks that share routed experts: whole ones, or a slice of each. */
export interface ExpertRanks {
  readonly ranks: number;
  readonly whole: boolean;
  /** What the kernels of MXFP4 round slices up to. */
  readonly padding: ExpertPadding;
}

/** Bytes of a layer's routed experts on one of `ranks`: whole experts, or a slice of each. */
export function residentExpertBytes(
  model: ModelGeometry,
  format: WeightFormat,
  layer: LayerGeometry,
  { ranks, whole, padding }: ExpertRanks,
): number {
  const { experts } = layer.mlp;
  if (!experts) return 0;
  const each = experts.parametersEach * bytesOf(model, format, layer, 'experts');
  const isPadded = formatOf(model, format, layer, 'experts') === 'mxfp4';
  const factor = isPadded ? paddedBy(padding, experts, whole ? 1 : ranks) : 1;
  const held = whole ? Math.ceil(experts.count / ranks) : experts.count / ranks;
  return held * each * factor;
}

/** Bytes of the embedding table: bf16 in every format, rows shared by ranks. */
export function tableBytes(model: ModelGeometry, tensor: number): number {
  const rows = roundUp(model.vocabSize, VOCABULARY_PADDING * tensor) / tensor;
  return rows * model.hiddenSize * BF16;
}

/** Bytes of the output head: as the table, but for the few checkpoints that quantize it. */
export function headBytes(model: ModelGeometry, format: WeightFormat, tensor: number): number {
  const loaded = format === model.checkpointFormat ? model.headFormat : 'bf16';
  return (tableBytes(model, tensor) / BF16) * weightFormat(loaded).bytesPerParameter;
}

/** The last projection of every kind of attention takes the values of all heads, but DeepSeek-V4's. */
function outputParameters({ hiddenSize }: ModelGeometry, { attention }: LayerGeometry): number {
  const { kind, queryHeads, valueDim, shardedParameters } = attention;
  return kind === 'compressed'
    ? 0
    : Math.min(shardedParameters, queryHeads * valueDim * hiddenSize);
}

function paddedBy(
  padding: ExpertPadding,
  { inputSize, intermediateSize }: ExpertGeometry,
  slices: number,
): number {
  const width = intermediateSize / slices;
  const padded = roundUp(width, padding.intermediate) * roundUp(inputSize, padding.input);
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
  if (format === model.checkpointFormat) return layer.checkpointFormats[part];
  // vLLM's MXFP4 method quantizes the routed experts and nothing else, unlike a checkpoint's tool.
  const isLeft = format === 'mxfp4' && part !== 'experts' && model.parameters.routedExperts > 0;
  return isLeft ? 'bf16' : format;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

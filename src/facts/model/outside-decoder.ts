import { ConfigFields } from './fields';
import type { EncoderGeometry, ModelGeometry } from './geometry';

type Config = Readonly<Record<string, unknown>>;

/**
 * Parameters outside the decoder layers: a vision tower (four attention and two or three
 * feed-forward matrices a layer, and its projector) and the per-layer embeddings of Gemma-3n and -4 E models.
 */
export function parametersOutsideDecoder(fields: ConfigFields): number {
  const vision = fields.object('vision_config');
  return (vision ? visionParameters(vision, fields) : 0) + perLayerEmbeddings(fields);
}

/** The vision tower, if there is one. */
export function encoderGeometry(fields: ConfigFields): EncoderGeometry | undefined {
  const vision = fields.object('vision_config');
  if (!vision) return undefined;
  const tower = new ConfigFields(vision);
  const hiddenSize = tower.count('hidden_size', 'vt_hidden_size') ?? 0;
  return {
    parameters: visionParameters(vision, fields),
    takesAnySize: vision.spatial_merge_size !== undefined,
    outputs: 1 + deepstackLevels(vision),
    hiddenSize,
    intermediateSize: tower.count('intermediate_size', 'vt_intermediate_size') ?? 4 * hiddenSize,
  };
}

/** The model as `--language-model-only` loads it. */
export function withoutEncoder(model: ModelGeometry): ModelGeometry {
  const extraParameters = model.extraParameters - (model.encoder?.parameters ?? 0);
  return { ...model, extraParameters, encoder: undefined };
}

function visionParameters(vision: Config, text: ConfigFields): number {
  const fields = new ConfigFields(vision);
  const layers = fields.count('depth', 'num_hidden_layers', 'vt_num_hidden_layers') ?? 0;
  const hidden = fields.count('hidden_size', 'vt_hidden_size') ?? 0;
  const intermediate = fields.count('intermediate_size', 'vt_intermediate_size') ?? 4 * hidden;
  // Qwen2.5-VL and Pixtral gate their blocks.
  const matrices = vision.hidden_act === 'silu' ? 3 : 2;
  const tower = layers * (4 * hidden ** 2 + matrices * hidden * intermediate);
  const side = fields.count('spatial_merge_size');
  const merged = hidden * (side ?? 1) ** 2;
  const projector = (side ? merged ** 2 : 0) + merged * text.need('hidden_size');
  return tower + projector * (1 + deepstackLevels(vision));
}

/** Qwen3-VL projects the states of some layers of its tower too, each by a projector of its own. */
function deepstackLevels({ deepstack_visual_indexes: levels }: Config): number {
  return Array.isArray(levels) ? levels.length : 0;
}

function perLayerEmbeddings(fields: ConfigFields): number {
  const width = fields.count('hidden_size_per_layer_input') ?? 0;
  const vocabulary = fields.count('vocab_size_per_layer_input') ?? 0;
  return width === 0 ? 0 : width * vocabulary * fields.need('num_hidden_layers');
}

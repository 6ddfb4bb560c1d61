import { InvalidInput } from '../../violations';
import { attentionGeometry } from './attention';
import { attentionKinds } from './attention-kinds';
import { readBlocks } from './blocks';
import { readCacheFormat } from './cache-format';
import { contextLimit } from './context';
import { decoderConfig } from './decoder-config';
import { ConfigFields, PLAN_MEASURED } from './fields';
import type { LayerGeometry, ModelGeometry, ParameterCounts } from './geometry';
import { type CheckpointFormats, checkpointFormats } from './layer-formats';
import { mlpGeometry } from './mlp';
import { mlpKinds } from './mlp-kinds';
import { encoderGeometry, parametersOutsideDecoder } from './outside-decoder';
import { readQuantization, refuseUnknownMethod } from './quantization';
import { rotaryEntries } from './rotary';
import { CHECKPOINT_BYTES } from './safetensors-index';

/** The deepest published decoder has 126 layers. */
const MAX_LAYERS = 1000;

/** Architectures without a decoder-only KV cache. */
const NOT_DECODERS = [
  ...['albert', 'bart', 'bert', 'clip', 'deberta-v2', 'distilbert', 'electra', 'mbart'],
  ...['modernbert', 'mt5', 'roberta', 'siglip', 't5', 'vit', 'wav2vec2', 'whisper'],
  'xlm-roberta',
];

export interface ReadOptions {
  /** The format of the weights is known otherwise, so the checkpoint's may be an unknown one. */
  readonly formatIsStated?: boolean;
}

/**
 * Reads the geometry of a decoder from its Hugging Face configuration, whole or only the fields
 * that decide it; throws `InvalidInput` with every field that is missing or unknown.
 */
export function readModelConfig(
  id: string,
  config: Readonly<Record<string, unknown>>,
  { formatIsStated = false }: ReadOptions = {},
): ModelGeometry {
  const fields = new ConfigFields(decoderConfig(config));
  refuseUnreadable(config, fields);
  if (!formatIsStated) refuseUnknownMethod(fields);
  const quantization = readQuantization(fields);
  const formats = checkpointFormats(fields, quantization);
  const layers = readLayers(fields, formats);
  const geometry: ModelGeometry = {
    id,
    modelType: String(fields.raw('model_type') ?? ''),
    hiddenSize: fields.need('hidden_size'),
    vocabSize: fields.need('vocab_size'),
    ...contextLimit(fields),
    queryHeads: fields.need('num_attention_heads'),
    kvHeads: widestKvHeads(layers),
    layers,
    tiedEmbeddings: fields.flag('tie_word_embeddings'),
    draftLayers: fields.count('num_nextn_predict_layers', 'mtp_num_hidden_layers') ?? 0,
    ...quantization,
    cacheFormat: readCacheFormat(fields),
    draftFormats: formats.draft(layers.length, layers.at(-1)?.mlp.kind ?? 'none'),
    headFormat: formats.head,
    extraParameters: parametersOutsideDecoder(fields),
    encoder: encoderGeometry(fields),
    rotaryEntries: rotaryEntries(fields),
    ...indexed(fields),
    parameters: countParameters(fields, layers),
  };
  if (fields.violations.length > 0) throw new InvalidInput(fields.violations);
  return geometry;
}

function indexed(fields: ConfigFields): Pick<ModelGeometry, 'indexedBytes'> {
  const bytes = fields.raw(CHECKPOINT_BYTES);
  return typeof bytes === 'number' ? { indexedBytes: bytes } : {};
}

/** Stops at once: the fields of such a model would only add misleading violations. */
function refuseUnreadable(config: Readonly<Record<string, unknown>>, fields: ConfigFields): void {
  if (NOT_DECODERS.includes(String(config.model_type)) || config.is_encoder_decoder === true) {
    fields.note('model_type', 'a decoder-only language model', PLAN_MEASURED);
  }
  if (fields.raw('block_configs') !== undefined) {
    fields.note('block_configs', 'absent: layers of their own widths are not read', PLAN_MEASURED);
  }
  if (fields.raw('mamba_d_ssm') !== undefined) {
    fields.note(
      'mamba_d_ssm',
      'absent: layers that both attend and keep a state are not read',
      PLAN_MEASURED,
    );
  }
  if (fields.raw('attn_layer_period') !== undefined) {
    fields.note('attn_layer_period', 'absent: Mamba-1 layers are not read', PLAN_MEASURED);
  }
  const types = fields.raw('attn_type_list');
  if (Array.isArray(types) && types.includes(0)) {
    fields.note('attn_type_list', 'all 1: lightning attention is not read', PLAN_MEASURED);
  }
  if (fields.violations.length > 0) throw new InvalidInput(fields.violations);
}

function readLayers(fields: ConfigFields, formats: CheckpointFormats): readonly LayerGeometry[] {
  const blocks = readBlocks(fields);
  const stated = blocks ? fields.count('num_hidden_layers') : fields.need('num_hidden_layers');
  const count = stated ?? blocks?.length ?? 1;
  if (count > MAX_LAYERS || (blocks && count !== blocks.length)) {
    const allowed = blocks ? `${blocks.length}, one for each block` : `at most ${MAX_LAYERS}`;
    fields.note('num_hidden_layers', allowed, 'copy it from the config.json of the model');
    return [];
  }
  const attention = blocks?.map((block) => block.attention) ?? attentionKinds(fields, count);
  const mlp = blocks?.map((block) => block.mlp) ?? mlpKinds(fields, count);
  return attention.map((kind, layer) => ({
    attention: attentionGeometry(kind, layer, fields),
    mlp: mlpGeometry(mlp[layer], fields),
    checkpointFormats: formats.layer(layer, kind, mlp[layer]),
  }));
}

function widestKvHeads(layers: readonly LayerGeometry[]): number {
  const heads = (full: boolean): number =>
    Math.max(
      0,
      ...layers
        .filter(({ attention }) => !full || attention.kind === 'full')
        .map(({ attention }) => attention.kvHeads),
    );
  return heads(true) || heads(false);
}

function countParameters(fields: ConfigFields, layers: readonly LayerGeometry[]): ParameterCounts {
  const hidden = fields.need('hidden_size');
  const table = fields.need('vocab_size') * hidden;
  const embeddings = fields.flag('tie_word_embeddings') ? table : 2 * table;
  const finalNorm = hidden;
  let core = embeddings + finalNorm;
  let routedExperts = 0;
  let activeExperts = 0;
  for (const { attention, mlp } of layers) {
    core += attention.shardedParameters + attention.replicatedParameters;
    core += mlp.shardedParameters + mlp.replicatedParameters;
    routedExperts += (mlp.experts?.count ?? 0) * (mlp.experts?.parametersEach ?? 0);
    activeExperts += (mlp.experts?.perToken ?? 0) * (mlp.experts?.parametersEach ?? 0);
  }
  return { total: core + routedExperts, active: core + activeExperts, routedExperts, embeddings };
}

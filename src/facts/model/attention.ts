import { compressed } from './compressed';
import type { ConfigFields } from './fields';
import type { AttentionGeometry, AttentionKind } from './geometry';
import { latent } from './latent';
import { gatedDelta, kimiDelta, mamba2, shortConvolution } from './state-layers';

/** Widths and parameters of the attention of one layer. */
export function attentionGeometry(
  kind: AttentionKind,
  layer: number,
  fields: ConfigFields,
): AttentionGeometry {
  switch (kind) {
    case 'none':
      return noAttention();
    case 'mla':
      return latent(layer, fields);
    case 'compressed':
      return compressed(layer, fields);
    case 'gated-delta':
      return gatedDelta(fields);
    case 'mamba2':
      return mamba2(fields);
    case 'kda':
      return kimiDelta(fields);
    case 'convolution':
      return shortConvolution(fields);
    default:
      return groupedQuery(kind, layer, fields);
  }
}

/** Feed-forward blocks of Nemotron-H keep nothing per token. */
function noAttention(): AttentionGeometry {
  const nothing = { queryHeads: 0, kvHeads: 0, keyDim: 0, valueDim: 0 };
  return { kind: 'none', ...nothing, shardedParameters: 0, replicatedParameters: 0 };
}

function groupedQuery(
  kind: 'full' | 'sliding' | 'chunked',
  layer: number,
  fields: ConfigFields,
): AttentionGeometry {
  const hidden = fields.need('hidden_size');
  const heads = kind === 'sliding' ? slidingHeads(layer, fields) : fullHeads(kind, layer, fields);
  const { queryHeads, kvHeads, keyDim, valueDim } = heads;
  const ownHeads = reusesCache(layer, fields) ? 0 : kvHeads;
  const query = queryHeads * keyDim * (fields.flag('attn_output_gate') ? 2 : 1);
  const keysAndValues = ownHeads * (keyDim + (heads.valueIsKey ? 0 : valueDim));
  const output = queryHeads * valueDim;
  const bias = fields.flag('attention_bias') ? query + keysAndValues : 0;
  return {
    kind,
    queryHeads,
    kvHeads: ownHeads,
    keyDim,
    valueDim,
    ...(kind === 'sliding' && { window: fields.need('sliding_window') }),
    ...(kind === 'chunked' && { window: fields.need('attention_chunk_size') }),
    shardedParameters: hidden * (query + keysAndValues + output) + bias,
    replicatedParameters: hidden,
  };
}

/** Gemma-3n and -4 E: the last layers read the cache of earlier ones and project no own keys. */
function reusesCache(layer: number, fields: ConfigFields): boolean {
  const sharing = fields.count('num_kv_shared_layers') ?? 0;
  return sharing > 0 && layer >= fields.need('num_hidden_layers') - sharing;
}

interface Heads {
  readonly queryHeads: number;
  readonly kvHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** Gemma-4 projects global keys once and uses them as values; the cache still holds both. */
  readonly valueIsKey?: boolean;
}

function fullHeads(kind: 'full' | 'chunked', layer: number, fields: ConfigFields): Heads {
  const queryHeads = fields.need('num_attention_heads');
  const globalDim = kind === 'full' ? fields.count('global_head_dim') : undefined;
  if (globalDim !== undefined) {
    const kvHeads = fields.count('num_global_key_value_heads') ?? keyValueHeads(layer, fields);
    const valueIsKey = fields.flag('attention_k_eq_v');
    return { queryHeads, kvHeads, keyDim: globalDim, valueDim: globalDim, valueIsKey };
  }
  const keyDim = headDim(fields);
  const valueDim = fields.count('v_head_dim') ?? keyDim;
  return { queryHeads, kvHeads: keyValueHeads(layer, fields), keyDim, valueDim };
}

function slidingHeads(layer: number, fields: ConfigFields): Heads {
  const keyDim = fields.count('swa_head_dim') ?? headDim(fields);
  return {
    queryHeads: fields.count('swa_num_attention_heads') ?? fields.need('num_attention_heads'),
    kvHeads: fields.count('swa_num_key_value_heads') ?? keyValueHeads(layer, fields),
    keyDim,
    valueDim: fields.count('swa_v_head_dim', 'v_head_dim') ?? keyDim,
  };
}

/** DeciLM lists the heads of each layer; who states none has as many as query heads. */
function keyValueHeads(layer: number, fields: ConfigFields): number {
  if (fields.raw('num_key_value_heads_per_layer') !== undefined) return listedHeads(layer, fields);
  return fields.raw('num_key_value_heads') === undefined
    ? fields.need('num_attention_heads')
    : fields.need('num_key_value_heads');
}

function listedHeads(layer: number, fields: ConfigFields): number {
  const name = 'num_key_value_heads_per_layer';
  const heads = fields.list(name, fields.need('num_hidden_layers'))?.[layer];
  if (typeof heads === 'number' && Number.isInteger(heads) && heads > 0) return heads;
  fields.note(name, 'a list of whole numbers', `copy ${name} from the config.json of the model`);
  return 1;
}

function headDim(fields: ConfigFields): number {
  const stated = fields.count('head_dim', 'attention_head_dim');
  if (stated !== undefined) return stated;
  const dim = fields.need('hidden_size') / fields.need('num_attention_heads');
  if (!Number.isInteger(dim) && fields.violations.length === 0) {
    fields.note(
      'head_dim',
      'a whole number, as hidden_size is no multiple of num_attention_heads',
      'copy head_dim from the config.json of the model',
    );
  }
  return dim;
}

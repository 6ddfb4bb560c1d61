import { ConfigFields } from './fields';
import type { AttentionGeometry, AttentionKind } from './geometry';

const FLOAT32 = 4;
const BFLOAT16 = 2;

/** Families whose configuration leaves the type of the recurrent state to be the model's own. */
const STATE_IN_MODEL_TYPE = ['bamba', 'falcon_h1', 'granitemoehybrid', 'qwen3_next', 'zamba2'];

/** Gated delta net of Qwen3-Next and Qwen3.5: a matrix per value head instead of a cache. */
export function gatedDelta(fields: ConfigFields): AttentionGeometry {
  const hidden = fields.need('hidden_size');
  const heads = fields.need('linear_num_value_heads');
  const keyDim = fields.need('linear_key_head_dim');
  const valueDim = fields.need('linear_value_head_dim');
  const kernel = fields.need('linear_conv_kernel_dim');
  const keys = fields.need('linear_num_key_heads') * keyDim;
  const values = heads * valueDim;
  return stateLayer('gated-delta', {
    heads,
    stateBytes: stateEntryBytes(fields),
    kernel,
    keyDim,
    valueDim,
    hidden,
    // Queries, keys, values and output gate in, values out, two gates per head, the convolution.
    sharded:
      hidden * (2 * keys + 3 * values + 2 * heads) + kernel * (2 * keys + values) + 2 * heads,
    replicated: valueDim,
    recurrentEntries: heads * keyDim * valueDim,
    convolutionEntries: (2 * keys + values) * (kernel - 1),
  });
}

/** Mamba-2, under the names of Nemotron-H or of Bamba and Granite. */
export function mamba2(fields: ConfigFields): AttentionGeometry {
  const hidden = fields.need('hidden_size');
  const heads = fields.need('mamba_num_heads', 'mamba_n_heads');
  const valueDim = fields.need('mamba_head_dim', 'mamba_d_head');
  const keyDim = fields.need('ssm_state_size', 'mamba_d_state');
  const groups = fields.need('n_groups', 'mamba_n_groups');
  const kernel = fields.need('conv_kernel', 'mamba_d_conv');
  const inner = heads * valueDim;
  const convolved = inner + 2 * groups * keyDim;
  return stateLayer('mamba2', {
    heads,
    stateBytes: stateEntryBytes(fields),
    kernel,
    chunkTokens: fields.count('mamba_chunk_size', 'chunk_size'),
    keyDim,
    valueDim,
    hidden,
    // Gate, convolved input and time steps in, values out, the convolution, gains and the norm.
    sharded:
      hidden * (2 * inner + convolved + heads) + convolved * (kernel + 1) + 3 * heads + inner,
    replicated: 0,
    recurrentEntries: inner * keyDim,
    convolutionEntries: convolved * (kernel - 1),
  });
}

/** Kimi delta attention, with a low-rank or (K3) a full-rank output gate. */
export function kimiDelta(fields: ConfigFields): AttentionGeometry {
  const linear = new ConfigFields(fields.object('linear_attn_config') ?? {});
  const hidden = fields.need('hidden_size');
  const heads = linear.count('num_heads') ?? fields.need('num_attention_heads');
  const dim = linear.need('head_dim');
  const kernel = linear.need('short_conv_kernel_size');
  const width = heads * dim;
  const fullRankGate = linear.flag('use_full_rank_gate');
  fields.adopt('linear_attn_config', linear);
  return stateLayer('kda', {
    heads,
    stateBytes: FLOAT32,
    kernel,
    keyDim: dim,
    valueDim: dim,
    hidden,
    // Four projections, decay and gate, one weight per head, three convolutions.
    sharded:
      hidden * (4 * width + heads + (fullRankGate ? width : 0)) +
      dim * width * (fullRankGate ? 1 : 2) +
      3 * width * kernel +
      width +
      heads,
    replicated: hidden * dim * (fullRankGate ? 1 : 2) + dim,
    recurrentEntries: heads * dim * dim,
    convolutionEntries: 3 * width * (kernel - 1),
  });
}

/** LFM2: a gated convolution over the last tokens and nothing else. */
export function shortConvolution(fields: ConfigFields): AttentionGeometry {
  const hidden = fields.need('hidden_size');
  const kernel = fields.need('conv_L_cache');
  return stateLayer('convolution', {
    heads: hidden,
    stateBytes: BFLOAT16,
    kernel,
    keyDim: 1,
    valueDim: 1,
    hidden,
    // Two gates and values in, values out, the convolution.
    sharded: 4 * hidden ** 2 + kernel * hidden,
    replicated: 0,
    recurrentEntries: 0,
    convolutionEntries: hidden * (kernel - 1),
  });
}

/** `mamba_ssm_dtype` or `mamba_ssm_cache_dtype`; Qwen3.5 and Nemotron-H publish float32. */
function stateEntryBytes(fields: ConfigFields): number {
  const stated = fields.raw('mamba_ssm_dtype') ?? fields.raw('mamba_ssm_cache_dtype');
  if (typeof stated === 'string') return stated === 'float32' ? FLOAT32 : BFLOAT16;
  return STATE_IN_MODEL_TYPE.includes(String(fields.raw('model_type'))) ? BFLOAT16 : FLOAT32;
}

interface StateLayer {
  readonly heads: number;
  /** Of one entry of the recurrent state. */
  readonly stateBytes: number;
  readonly kernel: number;
  readonly chunkTokens?: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly hidden: number;
  readonly sharded: number;
  readonly replicated: number;
  readonly recurrentEntries: number;
  readonly convolutionEntries: number;
}

function stateLayer(kind: AttentionKind, layer: StateLayer): AttentionGeometry {
  return {
    kind,
    queryHeads: layer.heads,
    kvHeads: 0,
    keyDim: layer.keyDim,
    valueDim: layer.valueDim,
    state: {
      recurrentBytes: layer.recurrentEntries * layer.stateBytes,
      convolutionBytes: layer.convolutionEntries * BFLOAT16,
      convolutionTokens: layer.kernel - 1,
      heads: layer.heads,
      ...(layer.chunkTokens !== undefined && { chunkTokens: layer.chunkTokens }),
    },
    shardedParameters: layer.sharded,
    replicatedParameters: layer.hidden + layer.replicated,
  };
}

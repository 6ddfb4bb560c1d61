import { type ConfigFields, PLAN_MEASURED } from './fields';
import type { AttentionKind } from './geometry';

type AttentionRule = (layer: number) => AttentionKind;

/** How each layer attends, read from whichever field the family uses to say so. */
export function attentionKinds(fields: ConfigFields, layers: number): readonly AttentionKind[] {
  const rule =
    compressedRule(fields) ??
    deltaAttentionRule(fields, layers) ??
    hybridPatternRule(fields, layers) ??
    layerTypesRule(fields, layers) ??
    attentionIndicesRule(fields) ??
    linearIntervalRule(fields) ??
    windowRule(fields) ??
    (() => wholeContext(fields));
  return Array.from({ length: layers }, (_, layer) => rule(layer));
}

function compressedRule(fields: ConfigFields): AttentionRule | undefined {
  return fields.raw('compress_ratios') === undefined ? undefined : () => 'compressed';
}

/** Kimi Linear: layers are numbered from 1; unlisted, every fourth and the last keep MLA. */
function deltaAttentionRule(fields: ConfigFields, layers: number): AttentionRule | undefined {
  const linear = fields.object('linear_attn_config');
  if (!linear) return undefined;
  const { full_attn_layers: full, kda_layers: kda } = linear;
  if (Array.isArray(kda)) return (layer) => (kda.includes(layer + 1) ? 'kda' : 'mla');
  if (Array.isArray(full)) return (layer) => (full.includes(layer + 1) ? 'mla' : 'kda');
  return (layer) => ((layer + 1) % 4 === 0 || layer === layers - 1 ? 'mla' : 'kda');
}

/** MiMo-V2: 1 marks a sliding layer. */
function hybridPatternRule(fields: ConfigFields, layers: number): AttentionRule | undefined {
  const pattern = fields.list('hybrid_layer_pattern', layers);
  return pattern && ((layer) => (pattern[layer] === 1 ? 'sliding' : 'full'));
}

function layerTypesRule(fields: ConfigFields, layers: number): AttentionRule | undefined {
  const types = fields.list('layer_types', layers);
  const kinds: Readonly<Record<string, AttentionKind>> = {
    full_attention: wholeContext(fields),
    attention: wholeContext(fields),
    deepseek_sparse_attention: 'mla',
    sliding_attention: 'sliding',
    chunked_attention: 'chunked',
    linear_attention: 'gated-delta',
    conv: 'convolution',
    mamba: 'mamba2',
    mamba2: 'mamba2',
  };
  const known = Object.keys(kinds);
  return types && ((i) => kinds[String(types[i])] ?? unknownAttention(fields, known));
}

/** Bamba lists its attention layers, and all others are Mamba-2; LFM2 has convolutions there. */
function attentionIndicesRule(fields: ConfigFields): AttentionRule | undefined {
  const attending = fields.raw('full_attn_idxs');
  if (Array.isArray(attending)) {
    return (layer) => (attending.includes(layer) ? 'full' : 'convolution');
  }
  const indices = fields.raw('attn_layer_indices');
  return Array.isArray(indices)
    ? (layer) => (indices.includes(layer) ? 'full' : 'mamba2')
    : undefined;
}

/** Qwen3-Next and Qwen3.5: every fourth layer attends unless stated. */
function linearIntervalRule(fields: ConfigFields): AttentionRule | undefined {
  const interval = fields.count('full_attention_interval') ?? 4;
  return fields.count('linear_num_value_heads') === undefined
    ? undefined
    : every(interval, wholeContext(fields), 'gated-delta');
}

function windowRule(fields: ConfigFields): AttentionRule | undefined {
  if (fields.raw('kv_lora_rank') !== undefined) return undefined;
  if (fields.count('attention_chunk_size')) return chunkedRule(fields);
  // Qwen2.5 ships a window of 131,072 tokens and switches it off.
  if (!fields.count('sliding_window') || fields.raw('use_sliding_window') === false) {
    return undefined;
  }
  const pattern = fields.raw('sliding_window_pattern');
  // EXAONE-4 writes one period as letters, G for a global layer.
  if (typeof pattern === 'string' && pattern !== '') {
    return (layer) => (pattern[layer % pattern.length] === 'G' ? 'full' : 'sliding');
  }
  const period = fields.count('sliding_window_pattern', '_sliding_window_pattern');
  if (period) return every(period, 'full', 'sliding');
  // Qwen2 with a window: the layers from `max_window_layers` on slide.
  const first = fields.flag('use_sliding_window') ? (fields.count('max_window_layers') ?? 0) : 0;
  return (layer) => (layer >= first ? 'sliding' : 'full');
}

/** Llama-4: layers without rotary embedding (marked 0) see the whole context. */
function chunkedRule(fields: ConfigFields): AttentionRule {
  const rotary = fields.raw('no_rope_layers');
  if (Array.isArray(rotary) && rotary.length > 0) {
    return (layer) => (rotary[layer] === 0 ? 'full' : 'chunked');
  }
  return every(fields.count('no_rope_layer_interval') ?? 4, 'full', 'chunked');
}

function wholeContext(fields: ConfigFields): AttentionKind {
  return fields.raw('kv_lora_rank') === undefined ? 'full' : 'mla';
}

function every(period: number, last: AttentionKind, others: AttentionKind): AttentionRule {
  return (layer) => ((layer + 1) % Math.max(1, period) === 0 ? last : others);
}

function unknownAttention(fields: ConfigFields, known: readonly string[]): AttentionKind {
  fields.note('layer_types', `made of ${known.join(', ')}`, PLAN_MEASURED);
  return 'full';
}

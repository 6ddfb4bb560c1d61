import { type ConfigFields, isObject } from './fields';

/** vLLM's tables for three-dimensional positions are four times as long as the context. */
const MULTIMODAL_FACTOR = 4;

/**
 * Entries of the rotary tables, which vLLM builds for the model's own context whatever
 * `max-model-len` says, and once for all layers: sine and cosine of half the rotated width each.
 */
export function rotaryEntries(fields: ConfigFields): number {
  const scaling = fields.object('rope_parameters') ?? fields.object('rope_scaling') ?? {};
  const width = rotatedWidth(fields, scaling);
  const context = fields.count('max_position_embeddings') ?? 0;
  // Gemma-4: layers that see the whole context have a table of their own width.
  const whole = width + (fields.count('global_head_dim') ?? 0);
  return whole * context * (Array.isArray(scaling.mrope_section) ? MULTIMODAL_FACTOR : 1);
}

function rotatedWidth(fields: ConfigFields, scaling: Readonly<Record<string, unknown>>): number {
  const heads = fields.raw('num_attention_heads');
  const latent = fields.count('qk_rope_head_dim');
  if (latent !== undefined) return latent;
  const whole =
    fields.count('head_dim', 'attention_head_dim') ??
    (typeof heads === 'number' && heads > 0 ? fields.need('hidden_size') / heads : 0);
  const nested = isObject(scaling.full_attention) ? scaling.full_attention : scaling;
  const share = nested.partial_rotary_factor ?? fields.raw('partial_rotary_factor');
  return whole * (typeof share === 'number' && share > 0 && share <= 1 ? share : 1);
}

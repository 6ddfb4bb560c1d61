import type { ConfigFields } from './fields';

/** `both` runs a dense block beside the experts (Gemma-4). */
export type MlpKind = 'dense' | 'moe' | 'both' | 'none';

/** Which layers route to experts, read from whichever field the family uses to say so. */
export function mlpKinds(fields: ConfigFields, layers: number): readonly MlpKind[] {
  if (!expertCount(fields)) return new Array<MlpKind>(layers).fill('dense');
  const routed: MlpKind = fields.flag('enable_moe_block') ? 'both' : 'moe';
  const isRouted = routedRule(fields, layers);
  return Array.from({ length: layers }, (_, layer) => (isRouted(layer) ? routed : 'dense'));
}

/** Routed experts of one layer, 0 or undefined in a dense model. */
export function expertCount(fields: ConfigFields): number | undefined {
  if (fields.raw('enable_moe_block') === false) return undefined;
  return fields.count('num_local_experts', 'n_routed_experts', 'num_experts', 'moe_num_experts');
}

function routedRule(fields: ConfigFields, layers: number): (layer: number) => boolean {
  const types = fields.list('mlp_layer_types', layers);
  if (types) return (layer) => types[layer] !== 'dense';
  const marks = fields.list('moe_layer_freq', layers);
  if (marks) return (layer) => marks[layer] === 1;
  const dense = fields.count('first_k_dense_replace') ?? 0;
  const frequency = Array.isArray(fields.raw('moe_layer_freq'))
    ? 1
    : (fields.count('moe_layer_freq') ?? 1);
  const step = fields.count('interleave_moe_layer_step', 'decoder_sparse_step') ?? 1;
  const only = fields.raw('mlp_only_layers');
  const excepted: readonly unknown[] = Array.isArray(only) ? only : [];
  return (layer) =>
    layer >= dense &&
    layer % Math.max(1, frequency) === 0 &&
    (layer + 1) % Math.max(1, step) === 0 &&
    !excepted.includes(layer);
}

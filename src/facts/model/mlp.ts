import type { ConfigFields } from './fields';
import type { ExpertGeometry, MlpGeometry } from './geometry';
import { expertCount, type MlpKind } from './mlp-kinds';

/** Widths and parameters of the feed-forward of one layer. */
export function mlpGeometry(kind: MlpKind, fields: ConfigFields): MlpGeometry {
  if (kind === 'none') {
    const nothing = { activeIntermediateSize: 0, shardedParameters: 0, replicatedParameters: 0 };
    return { kind, ...nothing };
  }
  const hidden = fields.need('hidden_size');
  const dense = kind === 'moe' ? 0 : denseWidth(fields);
  const experts = kind === 'dense' ? undefined : expertGeometry(fields);
  const whole = dense + (experts ? sharedWidth(fields) : 0);
  return {
    kind: experts ? 'moe' : 'dense',
    activeIntermediateSize: whole + (experts ? experts.perToken * experts.intermediateSize : 0),
    shardedParameters: matrices(fields) * hidden * whole,
    replicatedParameters: hidden + (experts ? routerParameters(hidden, experts, fields) : 0),
    experts,
  };
}

function expertGeometry(fields: ConfigFields): ExpertGeometry {
  const count = expertCount(fields) ?? 0;
  const intermediateSize = expertWidth(fields);
  const inputSize =
    fields.count('moe_latent_size', 'routed_expert_hidden_size') ?? fields.need('hidden_size');
  const bias = fields.flag('mlp_bias') ? (matrices(fields) - 1) * intermediateSize + inputSize : 0;
  return {
    count,
    perToken: fields.need(
      'num_experts_per_tok',
      'top_k_experts',
      'num_experts_per_token',
      'experts_per_token',
    ),
    parametersEach: matrices(fields) * inputSize * intermediateSize + bias,
    inputSize,
    intermediateSize,
  };
}

/** Router, gate of a Qwen shared expert, projections of a latent mixture (Nemotron-3, Kimi-K3). */
function routerParameters(
  hidden: number,
  { count, inputSize }: ExpertGeometry,
  fields: ConfigFields,
): number {
  const sharedGate = fields.count('shared_expert_intermediate_size') ? hidden : 0;
  return hidden * count + sharedGate + (inputSize === hidden ? 0 : 2 * hidden * inputSize);
}

function denseWidth(fields: ConfigFields): number {
  const own = fields.count('dense_intermediate_size', 'intermediate_size_mlp');
  return own ?? fields.need('intermediate_size');
}

function expertWidth(fields: ConfigFields): number {
  return fields.count('moe_intermediate_size') ?? fields.need('intermediate_size');
}

function sharedWidth(fields: ConfigFields): number {
  const stated = fields.count(
    'moe_shared_expert_intermediate_size',
    'shared_expert_intermediate_size',
    'shared_intermediate_size',
  );
  if (stated !== undefined) return stated;
  const shared = fields.count('n_shared_experts', 'num_shared_experts') ?? 0;
  return shared === 0 ? 0 : shared * (fields.count('share_expert_dim') ?? expertWidth(fields));
}

/** Without a gate in all published models; which other models have none, their class tells. */
const UNGATED_ACTIVATIONS: readonly unknown[] = ['relu2', 'relu', 'xielu', 'gelu_new'];

/** Gate, up and down, or up and down alone. */
function matrices(fields: ConfigFields): number {
  const stated = fields.raw('mlp_is_gated');
  if (typeof stated === 'boolean') return stated ? 3 : 2;
  const activation = fields.raw('mlp_hidden_act') ?? fields.raw('hidden_act');
  return UNGATED_ACTIVATIONS.includes(activation) ? 2 : 3;
}

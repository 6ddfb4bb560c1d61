import { type ConfigFields, isObject } from './fields';

/** What vLLM takes when a configuration states no context length. */
export const DEFAULT_CONTEXT_TOKENS = 2048;

/** Names of one limit, as vLLM 0.32 knows them, and a misspelling in use; the smallest counts. */
const NAMES = [
  ...['max_position_embeddings', 'n_positions', 'max_seq_len', 'seq_length'],
  ...['max_sequence_length', 'max_seq_length', 'seq_len', 'max_target_positions'],
  'max_position_embedding',
];
/** Counts before all others: Command-R's positions go further than its other limit says. */
const OVERRIDE = 'model_max_length';

/** Kinds of scaling that the stated length counts already. */
const COUNTED = ['default', 'mrope', 'su', 'longrope', 'llama3', 'proportional'];

/** The context that a model is made for, rotary scaling included, and whether it states none. */
export function contextLimit(fields: ConfigFields): {
  readonly maxContextTokens: number;
  readonly statesNoContext?: true;
} {
  const limits = NAMES.flatMap((name) => fields.count(name) ?? []);
  const stated = fields.count(OVERRIDE) ?? Math.min(...limits);
  if (stated === Infinity)
    return { maxContextTokens: DEFAULT_CONTEXT_TOKENS, statesNoContext: true };
  return { maxContextTokens: scaled(stated, fields) };
}

function scaled(stated: number, fields: ConfigFields): number {
  const scaling = fields.object('rope_parameters') ?? fields.object('rope_scaling') ?? {};
  const { full_attention: whole } = scaling;
  // Gemma 3 states its context after scaling.
  if (isObject(whole) || String(fields.raw('model_type')).startsWith('gemma3')) return stated;
  const { factor, original_max_position_embeddings: original } = scaling;
  const kind = String(scaling.rope_type ?? scaling.type ?? 'default');
  if (COUNTED.includes(kind) || typeof factor !== 'number' || factor < 1) return stated;
  const before = kind.includes('yarn') && typeof original === 'number' ? original : stated;
  return Math.round(before * factor);
}

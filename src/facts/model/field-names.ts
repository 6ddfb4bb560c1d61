import { isObject } from './fields';

type Config = Readonly<Record<string, unknown>>;

/** What families call the fields that this library reads; the name read comes first. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  hidden_size: ['n_embd', 'd_model', 'dim'],
  num_hidden_layers: ['n_layer', 'n_layers', 'num_layers'],
  num_attention_heads: ['n_head', 'n_heads'],
  num_key_value_heads: ['n_kv_heads', 'num_kv_heads', 'n_head_kv', 'kv_n_heads'],
  intermediate_size: [
    'ffn_dim',
    'n_inner',
    'ffn_hidden_size',
    'hidden_dim',
    'd_ff',
    'block_ff_dim',
  ],
  vocab_size: ['padded_vocab_size'],
  head_dim: ['kv_channels'],
  num_experts_per_tok: ['moe_k', 'moe_top_k', 'moe_topk'],
  n_shared_experts: ['moe_num_shared_experts', 'num_shared_expert'],
  first_k_dense_replace: ['moe_layer_start_index', 'num_dense_layers'],
};

/** DBRX and MPT keep these apart. */
const NESTED = ['attn_config', 'ffn_config'];

/** Fields that Gemma-3n and Hunyuan list for each layer, all alike in what they publish. */
const LISTED = [
  ...['intermediate_size', 'moe_intermediate_size', 'num_experts_per_tok'],
  'n_shared_experts',
];

/** Feed-forwards of four times the hidden size where nothing else is stated. */
const FOURFOLD = [
  ...['gpt2', 'gptj', 'gpt_bigcode', 'gpt_neo', 'codegen', 'bloom', 'mpt'],
  ...['falcon', 'RefinedWeb', 'RefinedWebModel'],
];

/** A configuration under the names that this library reads, beside its own. */
export function withKnownNames(config: Config): Config {
  const nested = NESTED.map((name) => config[name]).filter(isObject);
  const all: Config = Object.assign({}, ...nested.map(namesIn), config);
  const renamed = { ...translated(all), ...all };
  return { ...renamed, ...collapsed(renamed) };
}

/** What families say by a switch, or mean by a field of a common name. */
export function withFamilyMeaning(type: string, config: Config): Config {
  return { ...config, ...sharedHeads(config), ...feedForward(type, config) };
}

/** Only what has another name: MPT also nests fields that mean something else elsewhere. */
function namesIn(config: Config): Config {
  const known = [...Object.values(OTHER_NAMES).flat(), 'moe_num_experts'];
  return Object.fromEntries(Object.entries(config).filter(([name]) => known.includes(name)));
}

function translated(config: Config): Config {
  const found = Object.entries(OTHER_NAMES).map(([name, others]) => {
    const other = others.find((each) => (config[each] ?? undefined) !== undefined);
    return [name, other === undefined ? undefined : config[other]] as const;
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** Falcon-7B and StarCoder share one pair of heads, ChatGLM a few, whatever else is stated. */
function sharedHeads(config: Config): Config {
  if (config.multi_query === true && config.new_decoder_architecture !== true) {
    return { num_key_value_heads: 1 };
  }
  return config.multi_query_attention === true && config.multi_query_group_num !== undefined
    ? { num_key_value_heads: config.multi_query_group_num }
    : {};
}

function collapsed(config: Config): Config {
  const lists = LISTED.map((name) => [name, config[name]] as const);
  return Object.fromEntries(lists.flatMap(([name, value]) => alike(name, value)));
}

function alike(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(value) || value.length === 0) return [];
  return value.every((each) => each === value[0]) ? [[name, value[0]]] : [];
}

function feedForward(type: string, config: Config): Config {
  const { intermediate_size: width, hidden_size: hidden } = config;
  // Qwen's first release states gate and up projection together.
  if (type === 'qwen' && typeof width === 'number') return { intermediate_size: width / 2 };
  if (config.block_auto_adjust_ff_dim === true && typeof width === 'number') {
    return { intermediate_size: adjusted(width, config) };
  }
  return FOURFOLD.includes(type) && width === undefined && typeof hidden === 'number'
    ? { intermediate_size: 4 * hidden }
    : {};
}

/** LFM2 states the width that a feed-forward without a gate would have. */
function adjusted(
  width: number,
  { block_ffn_dim_multiplier: factor, block_multiple_of: multiple }: Config,
): number {
  const wide = Math.floor((2 * width) / 3) * (typeof factor === 'number' ? factor : 1);
  const step = typeof multiple === 'number' && multiple > 0 ? multiple : 256;
  return Math.ceil(Math.floor(wide) / step) * step;
}

type Config = Readonly<Record<string, unknown>>;

/** Heads that the classes of Qwen3-Next and Qwen3.5 fill in. */
const QWEN3_5: Config = {
  attn_output_gate: true,
  full_attention_interval: 4,
  head_dim: 256,
  linear_conv_kernel_dim: 4,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  partial_rotary_factor: 0.25,
};

/** Two matrices a feed-forward, which the activation does not tell: Gemma gates the same GELU. */
const UNGATED: Config = { mlp_is_gated: false };
const UNGATED_AND_TIED: Config = { ...UNGATED, tie_word_embeddings: true };

/**
 * Values that the configuration classes of Hugging Face transformers fill in, for the families
 * whose published `config.json` leaves them out; `kimi_linear`, `llama4_text` and `mlp_is_gated`
 * also state what their modelling code fixes.
 */
const ROWS: Readonly<Record<string, Config>> = {
  ...{ gpt_neox: UNGATED, gptj: UNGATED, codegen: UNGATED, phi: UNGATED, apertus: UNGATED },
  ...{ gpt2: UNGATED_AND_TIED, gpt_neo: UNGATED_AND_TIED, opt: UNGATED_AND_TIED },
  ...{ bloom: UNGATED_AND_TIED, mpt: UNGATED_AND_TIED, starcoder2: UNGATED_AND_TIED },
  ...{ nemotron: UNGATED, persimmon: UNGATED, arcee: UNGATED },
  gpt_bigcode: { ...UNGATED_AND_TIED, multi_query: true },
  falcon: { ...UNGATED_AND_TIED, multi_query: true },
  lfm2: { tie_word_embeddings: true, conv_L_cache: 3, block_auto_adjust_ff_dim: true },
  lfm2_moe: { tie_word_embeddings: true, conv_L_cache: 3 },
  // ReluLLaMA keeps the gate of Llama under its ReLU.
  llama: { mlp_is_gated: true },
  bamba: { mamba_chunk_size: 256 },
  cohere: { tie_word_embeddings: true },
  cohere2: { tie_word_embeddings: true, sliding_window: 4096, sliding_window_pattern: 4 },
  // Published with its experts in FP4 inside FP8 only, which reduced configurations leave out.
  deepseek_v4: { expert_dtype: 'fp4', quantization_config: { quant_method: 'fp8' } },
  ernie4_5: { tie_word_embeddings: true },
  ernie4_5_moe: { tie_word_embeddings: true, n_shared_experts: 2 },
  exaone4: { sliding_window: 4096, sliding_window_pattern: 4 },
  exaone_moe: { sliding_window: 4096, sliding_window_pattern: 4 },
  gemma: { tie_word_embeddings: true, head_dim: 256 },
  gemma2: {
    tie_word_embeddings: true,
    head_dim: 256,
    sliding_window: 4096,
    sliding_window_pattern: 2,
  },
  gemma3_text: {
    tie_word_embeddings: true,
    vocab_size: 262208,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    sliding_window: 4096,
    sliding_window_pattern: 6,
    max_position_embeddings: 131072,
  },
  gemma3n_text: {
    tie_word_embeddings: true,
    head_dim: 256,
    sliding_window: 512,
    sliding_window_pattern: 5,
    num_kv_shared_layers: 15,
    hidden_size_per_layer_input: 256,
    vocab_size_per_layer_input: 262144,
  },
  gemma4_text: {
    tie_word_embeddings: true,
    head_dim: 256,
    global_head_dim: 512,
    sliding_window: 512,
    sliding_window_pattern: 6,
  },
  gpt_oss: {
    attention_bias: true,
    mlp_bias: true,
    head_dim: 64,
    sliding_window: 128,
    sliding_window_pattern: 2,
  },
  granitemoehybrid: { mamba_chunk_size: 256 },
  kimi_linear: { linear_attn_config: { head_dim: 128, short_conv_kernel_size: 4 } },
  llama4_text: {
    n_shared_experts: 1,
    attention_chunk_size: 8192,
    no_rope_layer_interval: 4,
    head_dim: 128,
    intermediate_size_mlp: 16384,
  },
  nemotron_h: { chunk_size: 128 },
  smollm3: { tie_word_embeddings: true },
  olmo3: { sliding_window: 4096, sliding_window_pattern: 4 },
  qwen2: { attention_bias: true, use_sliding_window: false },
  qwen2_moe: { attention_bias: true, use_sliding_window: false },
  qwen2_vl: { attention_bias: true, use_sliding_window: false },
  qwen2_5_vl: { attention_bias: true, use_sliding_window: false },
  qwen3: { use_sliding_window: false },
  qwen3_moe: { use_sliding_window: false },
  qwen3_5_text: QWEN3_5,
  qwen3_5_moe_text: {
    ...QWEN3_5,
    moe_intermediate_size: 512,
    shared_expert_intermediate_size: 512,
  },
  qwen3_next: { ...QWEN3_5, shared_expert_intermediate_size: 512 },
};

/** Text models of LLaVA configurations that state little more than the vocabulary. */
const LLAVA_TEXT: Readonly<Record<string, Config>> = {
  llama: {
    num_hidden_layers: 32,
    hidden_size: 4096,
    num_attention_heads: 32,
    intermediate_size: 11008,
    vocab_size: 32000,
  },
  mistral: {
    num_hidden_layers: 32,
    hidden_size: 4096,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 14336,
    vocab_size: 32000,
  },
};

/**
 * The type of a text model that states none: that of what wraps it, or its text row. Reduced
 * configurations also lay the fields of the text model under the type of the whole.
 */
export function textModelType(own: unknown, wrapper: unknown): string {
  const type = String(own ?? wrapper ?? '');
  if (own === undefined && type.startsWith('llava')) return 'llama';
  return `${type}_text` in ROWS ? `${type}_text` : type;
}

/** What the class of a text model fills in. */
export function classDefaults(type: string, wrapper: unknown): Config {
  const isLlava = String(wrapper ?? '').includes('llava');
  return { ...(isLlava && LLAVA_TEXT[type]), ...ROWS[type] };
}

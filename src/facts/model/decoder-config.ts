import { isObject } from './fields';
import { quantizationConfig } from './quantization-config';
import { CHECKPOINT_BYTES } from './safetensors-index';

type Config = Readonly<Record<string, unknown>>;

/** Where multimodal configurations keep the text model. */
const NESTED = ['text_config', 'language_config', 'llm_config', 'thinker_config'];

/** Stated outside the text model and valid for it. */
const INHERITED = [
  ...['tie_word_embeddings', 'quantization_config', 'vision_config'],
  'compression_config',
  CHECKPOINT_BYTES,
];

/**
 * Values that the configuration classes of Hugging Face transformers fill in, for the families
 * whose published `config.json` leaves them out; `kimi_linear` and `llama4_text` also state what
 * their modelling code fixes.
 */
const CLASS_DEFAULTS: Readonly<Record<string, Config>> = {
  bamba: { mamba_chunk_size: 256 },
  cohere: { tie_word_embeddings: true },
  cohere2: { tie_word_embeddings: true, sliding_window_pattern: 4 },
  // Published with its experts in FP4 inside FP8 only, which reduced configurations leave out.
  deepseek_v4: { expert_dtype: 'fp4', quantization_config: { quant_method: 'fp8' } },
  gemma: { tie_word_embeddings: true, head_dim: 256 },
  gemma2: { tie_word_embeddings: true, head_dim: 256, sliding_window_pattern: 2 },
  gemma3_text: {
    tie_word_embeddings: true,
    vocab_size: 262208,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    sliding_window_pattern: 6,
    max_position_embeddings: 131072,
  },
  gemma3n_text: { tie_word_embeddings: true },
  gemma4_text: { tie_word_embeddings: true },
  gpt_oss: { attention_bias: true, mlp_bias: true },
  granitemoehybrid: { mamba_chunk_size: 256 },
  kimi_linear: { linear_attn_config: { head_dim: 128, short_conv_kernel_size: 4 } },
  llama4_text: { n_shared_experts: 1, no_rope_layer_interval: 4 },
  nemotron_h: { chunk_size: 128 },
  qwen2: { attention_bias: true, use_sliding_window: false },
  qwen2_moe: { attention_bias: true, use_sliding_window: false },
  qwen2_vl: { attention_bias: true, use_sliding_window: false },
  qwen2_5_vl: { attention_bias: true, use_sliding_window: false },
  qwen3: { use_sliding_window: false },
  qwen3_moe: { use_sliding_window: false },
  qwen3_next: { attn_output_gate: true, full_attention_interval: 4 },
};

/** The text decoder of a configuration, unwrapped and completed with its class defaults. */
export function decoderConfig(config: Config): Config {
  const nested = NESTED.map((name) => config[name]).find(isObject);
  if (nested) return decoderConfig({ ...inherited(config), ...stated(nested) });
  const modelType = String(config.model_type ?? '');
  const completed = { ...CLASS_DEFAULTS[modelType], ...stated(config) };
  return { ...completed, quantization_config: quantizationConfig(completed) };
}

function inherited(config: Config): Config {
  return Object.fromEntries(INHERITED.map((name) => [name, config[name]]));
}

function stated(config: Config): Config {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== null && value !== undefined),
  );
}

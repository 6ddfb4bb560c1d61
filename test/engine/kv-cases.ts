import { tinyModel } from './tiny-model';

export interface KvCase {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly maxModelLen: number;
  readonly blockSize: number;
  readonly maxNumBatchedTokens: number;
  readonly kvCacheDtype: 'auto' | 'fp8';
}

const llama = { ...tinyModel, max_position_embeddings: 8192 };
const grouped = {
  ...llama,
  hidden_size: 384,
  num_hidden_layers: 5,
  num_attention_heads: 6,
  num_key_value_heads: 2,
};

const gemma = {
  ...llama,
  architectures: ['Gemma3ForCausalLM'],
  model_type: 'gemma3_text',
  num_hidden_layers: 12,
  num_key_value_heads: 2,
  rope_local_base_freq: 10_000,
  sliding_window: 512,
  query_pre_attn_scalar: 64,
  hidden_activation: 'gelu_pytorch_tanh',
  attention_bias: false,
  tie_word_embeddings: true,
  layer_types: Array.from({ length: 12 }, (_, i) =>
    i % 6 === 5 ? 'full_attention' : 'sliding_attention',
  ),
};

const gptOss = {
  ...llama,
  architectures: ['GptOssForCausalLM'],
  model_type: 'gpt_oss',
  num_hidden_layers: 6,
  num_key_value_heads: 2,
  sliding_window: 128,
  layer_types: Array.from({ length: 6 }, (_, i) =>
    i % 2 === 0 ? 'sliding_attention' : 'full_attention',
  ),
  num_local_experts: 4,
  num_experts_per_tok: 2,
  swiglu_limit: 6.5,
  attention_bias: true,
};

const mistral = {
  ...llama,
  architectures: ['MistralForCausalLM'],
  model_type: 'mistral',
  sliding_window: 512,
};

const deepseek = {
  ...llama,
  architectures: ['DeepseekV2ForCausalLM'],
  model_type: 'deepseek_v2',
  moe_intermediate_size: 128,
  num_hidden_layers: 3,
  n_shared_experts: 1,
  n_routed_experts: 4,
  num_experts_per_tok: 2,
  first_k_dense_replace: 1,
  moe_layer_freq: 1,
  n_group: 1,
  topk_group: 1,
  topk_method: 'greedy',
  scoring_func: 'softmax',
  norm_topk_prob: false,
  // Not a whole number, which JSON would turn into an integer and transformers refuse.
  routed_scaling_factor: 1.5,
  q_lora_rank: null,
  kv_lora_rank: 512,
  qk_nope_head_dim: 128,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  attention_bias: false,
};

const usual = { maxModelLen: 4096, blockSize: 128, maxNumBatchedTokens: 4096 } as const;

/** Ten ways to lay out a cache. */
export const kvCases: readonly KvCase[] = [
  { ...usual, name: 'MHA', config: llama, blockSize: 32, kvCacheDtype: 'auto' },
  { ...usual, name: 'MHA, odd length', config: llama, maxModelLen: 2000, kvCacheDtype: 'auto' },
  { ...usual, name: 'GQA', config: grouped, blockSize: 64, kvCacheDtype: 'auto' },
  { ...usual, name: 'GQA in fp8', config: grouped, kvCacheDtype: 'fp8' },
  { ...usual, name: 'MLA', config: deepseek, blockSize: 32, kvCacheDtype: 'auto' },
  { ...usual, name: 'MLA in fp8', config: deepseek, kvCacheDtype: 'fp8' },
  { ...usual, name: 'sliding window', config: mistral, kvCacheDtype: 'auto' },
  { ...usual, name: 'hybrid of 10 and 2', config: gemma, kvCacheDtype: 'auto' },
  {
    ...usual,
    name: 'hybrid, small batches',
    config: gemma,
    maxModelLen: 8192,
    blockSize: 32,
    maxNumBatchedTokens: 512,
    kvCacheDtype: 'auto',
  },
  { ...usual, name: 'hybrid of 3 and 3', config: gptOss, blockSize: 32, kvCacheDtype: 'auto' },
];

import type { AttentionKind } from '../../../src/facts/model/geometry';
import { readModelConfig } from '../../../src/facts/model/read-config';

const base = {
  num_hidden_layers: 6,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 1000,
};

function kinds(fields: Record<string, unknown>): AttentionKind[] {
  return readModelConfig('test', { ...base, ...fields }).layers.map(
    (layer) => layer.attention.kind,
  );
}

const F = 'full';
const S = 'sliding';

test('a configuration that says nothing else attends to the whole context', () => {
  expect(kinds({})).toEqual([F, F, F, F, F, F]);
});

test('a sliding window slides every layer', () => {
  expect(kinds({ sliding_window: 32 })).toEqual([S, S, S, S, S, S]);
});

test('a window that is switched off is ignored', () => {
  expect(kinds({ sliding_window: 131072, use_sliding_window: false })).not.toContain(S);
  expect(kinds({ sliding_window: 4096, model_type: 'qwen2' })).not.toContain(S);
});

test('a window that is switched on starts at max_window_layers', () => {
  expect(kinds({ sliding_window: 32, use_sliding_window: true, max_window_layers: 4 })).toEqual([
    F,
    F,
    F,
    F,
    S,
    S,
  ]);
});

test('a pattern makes every n-th layer global', () => {
  expect(kinds({ sliding_window: 32, sliding_window_pattern: 3 })).toEqual([S, S, F, S, S, F]);
});

test('a pattern in letters is one period', () => {
  expect(kinds({ sliding_window: 32, sliding_window_pattern: 'GLL' })).toEqual([F, S, S, F, S, S]);
});

test('layer_types wins over a pattern', () => {
  const layer_types = ['full_attention', ...new Array(5).fill('sliding_attention')];
  expect(kinds({ sliding_window: 32, sliding_window_pattern: 2, layer_types })).toEqual([
    F,
    S,
    S,
    S,
    S,
    S,
  ]);
});

test('hybrid_layer_pattern marks sliding layers with 1', () => {
  expect(kinds({ sliding_window: 32, hybrid_layer_pattern: [0, 1, 1, 0, 1, 1] })).toEqual([
    F,
    S,
    S,
    F,
    S,
    S,
  ]);
});

test('Llama-4 chunks every layer that has a rotary embedding', () => {
  expect(kinds({ attention_chunk_size: 32 }).slice(0, 4)).toEqual([
    'chunked',
    'chunked',
    'chunked',
    F,
  ]);
  expect(kinds({ attention_chunk_size: 32, no_rope_layers: [1, 0, 1, 0, 1, 0] })).toEqual([
    'chunked',
    F,
    'chunked',
    F,
    'chunked',
    F,
  ]);
});

const delta = {
  linear_num_key_heads: 2,
  linear_num_value_heads: 4,
  linear_key_head_dim: 8,
  linear_value_head_dim: 8,
  linear_conv_kernel_dim: 4,
};

test('full_attention_interval puts gated deltas between', () => {
  expect(kinds({ ...delta, full_attention_interval: 3 })).toEqual([
    'gated-delta',
    'gated-delta',
    F,
    'gated-delta',
    'gated-delta',
    F,
  ]);
});

const latent = { kv_lora_rank: 16, qk_nope_head_dim: 8, qk_rope_head_dim: 4, v_head_dim: 8 };

test('kv_lora_rank makes attention latent', () => {
  expect(new Set(kinds(latent))).toEqual(new Set(['mla']));
});

test('linear_attn_config counts its layers from 1', () => {
  const linear_attn_config = {
    full_attn_layers: [3, 6],
    num_heads: 4,
    head_dim: 16,
    short_conv_kernel_size: 4,
  };
  expect(kinds({ ...latent, linear_attn_config })).toEqual([
    'kda',
    'kda',
    'mla',
    'kda',
    'kda',
    'mla',
  ]);
});

test('Kimi Linear without a list keeps every fourth layer and the last latent', () => {
  expect(kinds({ ...latent, model_type: 'kimi_linear' })).toEqual([
    'kda',
    'kda',
    'kda',
    'mla',
    'kda',
    'mla',
  ]);
});

test('compress_ratios may also describe the draft layer', () => {
  const fields = {
    ...{ head_dim: 16, q_lora_rank: 16, o_groups: 2, o_lora_rank: 8, sliding_window: 32 },
    ...{ index_n_heads: 2, index_head_dim: 8, num_key_value_heads: 1 },
    compress_ratios: [0, 0, 4, 128, 4, 128, 0],
  };
  const { layers } = readModelConfig('test', { ...base, ...fields });
  expect(layers.map(({ attention }) => attention.compressRatio)).toEqual([0, 0, 4, 128, 4, 128]);
});

const mamba = {
  mamba_num_heads: 8,
  mamba_head_dim: 16,
  ssm_state_size: 16,
  n_groups: 2,
  conv_kernel: 4,
};

test('a hybrid pattern gives each layer one block and counts the layers', () => {
  const { layers } = readModelConfig('test', {
    ...{ ...base, ...mamba, num_hidden_layers: undefined },
    hybrid_override_pattern: 'M-M*-',
  });
  expect(layers.map(({ attention, mlp }) => `${attention.kind}/${mlp.kind}`)).toEqual([
    'mamba2/none',
    'none/dense',
    'mamba2/none',
    'full/none',
    'none/dense',
  ]);
});

test('layers_block_type says the same in words', () => {
  const layers_block_type = ['mamba', 'mlp', 'mamba', 'attention', 'mlp', 'mlp'];
  expect(kinds({ ...mamba, layers_block_type })).toEqual([
    'mamba2',
    'none',
    'mamba2',
    F,
    'none',
    'none',
  ]);
});

test('Bamba lists the layers that attend, and keeps a state in all others', () => {
  const mamba = {
    mamba_n_heads: 4,
    mamba_d_head: 16,
    mamba_d_state: 16,
    mamba_n_groups: 1,
    mamba_d_conv: 4,
  };
  expect(kinds({ ...mamba, attn_layer_indices: [2, 5] })).toEqual([
    'mamba2',
    'mamba2',
    F,
    'mamba2',
    'mamba2',
    F,
  ]);
});

test('heads listed for each layer are read for each layer, or refused', () => {
  const fields = { ...base, num_key_value_heads_per_layer: [4, 4, 2, 2, 1, 1] };
  const { layers } = readModelConfig('test', fields);
  expect(layers.map(({ attention }) => attention.kvHeads)).toEqual([4, 4, 2, 2, 1, 1]);
  const broken = { ...fields, num_key_value_heads_per_layer: [4, 4, 2, 2, 1, 0] };
  expect(() => readModelConfig('test', broken)).toThrow(/num_key_value_heads_per_layer/);
});

import { readModelConfig } from '../../../src/facts/model/read-config';

const delta = {
  num_hidden_layers: 4,
  hidden_size: 2048,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 256,
  intermediate_size: 512,
  vocab_size: 1000,
  full_attention_interval: 4,
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
  linear_conv_kernel_dim: 4,
};

const stateOf = (config: Record<string, unknown>) =>
  readModelConfig('m', config).layers[0].attention.state;

test('a state is kept in float32 unless the family or the configuration says otherwise', () => {
  const bytes = (config: Record<string, unknown>) => stateOf(config)?.recurrentBytes;
  expect(bytes({ ...delta, model_type: 'qwen3_5_text' })).toBe(32 * 128 * 128 * 4);
  expect(bytes({ ...delta, model_type: 'qwen3_next' })).toBe(32 * 128 * 128 * 2);
  expect(bytes({ ...delta, model_type: 'qwen3_5_text', mamba_ssm_dtype: 'bfloat16' })).toBe(
    32 * 128 * 128 * 2,
  );
  expect(bytes({ ...delta, model_type: 'qwen3_next', mamba_ssm_dtype: 'float32' })).toBe(
    32 * 128 * 128 * 4,
  );
});

test('a convolution looks back over one token less than its kernel', () => {
  expect(stateOf({ ...delta, model_type: 'qwen3_next' })).toMatchObject({
    convolutionBytes: (2 * 2048 + 4096) * 3 * 2,
    convolutionTokens: 3,
  });
});

test('a Mamba-2 kernel takes the chunk of its configuration or of its family', () => {
  const mamba = {
    model_type: 'nemotron_h',
    hybrid_override_pattern: 'M*',
    hidden_size: 64,
    num_attention_heads: 4,
    intermediate_size: 64,
    vocab_size: 100,
    mamba_num_heads: 4,
    mamba_head_dim: 16,
    ssm_state_size: 16,
    n_groups: 1,
    conv_kernel: 4,
  };
  expect(stateOf(mamba)?.chunkTokens).toBe(128);
  expect(stateOf({ ...mamba, chunk_size: 256 })?.chunkTokens).toBe(256);
  expect(stateOf({ ...delta, model_type: 'qwen3_next' })?.chunkTokens).toBeUndefined();
});

test('a layer of LFM2 keeps the tokens its convolution looks back on', () => {
  const { layers } = readModelConfig('test', {
    ...{ model_type: 'lfm2', num_hidden_layers: 2, hidden_size: 64, num_attention_heads: 4 },
    ...{ intermediate_size: 128, vocab_size: 1000, conv_L_cache: 3 },
    layer_types: ['conv', 'full_attention'],
  });
  expect(layers.map(({ attention }) => attention.kind)).toEqual(['convolution', 'full']);
  expect(layers[0].attention.state).toEqual({
    recurrentBytes: 0,
    convolutionBytes: 2 * 64 * 2,
    convolutionTokens: 2,
    heads: 64,
  });
});

import { readModelConfig } from '../../../src/facts/model/read-config';
import { InvalidInput, type Violation } from '../../../src/violations';

const llama = {
  model_type: 'llama',
  num_hidden_layers: 32,
  hidden_size: 4096,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 14336,
  vocab_size: 128256,
  max_position_embeddings: 131072,
};

function violations(config: Record<string, unknown>): readonly Violation[] {
  try {
    readModelConfig('test', config);
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
  return [];
}

test('Llama-3.1-8B has the parameters its checkpoint has', () => {
  expect(readModelConfig('mine', llama)).toMatchObject({
    id: 'mine',
    modelType: 'llama',
    maxContextTokens: 131072,
    queryHeads: 32,
    kvHeads: 8,
    tiedEmbeddings: false,
    draftLayers: 0,
    checkpointFormat: 'bf16',
    extraParameters: 0,
    parameters: { total: 8030261248, active: 8030261248, routedExperts: 0, embeddings: 1050673152 },
  });
});

test('the fields that decide the geometry are enough', () => {
  const { model_type, max_position_embeddings, ...fields } = llama;
  expect(violations(fields)).toEqual([]);
  expect(readModelConfig('test', fields).maxContextTokens).toBe(2048);
});

test('every missing field is reported, each with its path', () => {
  const { num_hidden_layers, vocab_size, intermediate_size, ...rest } = llama;
  expect(violations(rest).map(({ path }) => path)).toEqual([
    '/model/num_hidden_layers',
    '/model/intermediate_size',
    '/model/vocab_size',
  ]);
});

test('a field that is no whole number is reported once, as it was written', () => {
  expect(violations({ ...llama, hidden_size: '4096' })).toEqual([
    {
      path: '/model/hidden_size',
      value: '4096',
      allowed: 'a whole number',
      fix: 'copy hidden_size from the config.json of the model',
    },
  ]);
});

test.each([
  ['absurd depth', { num_hidden_layers: 1e8 }, '/model/num_hidden_layers'],
  ['a list that is too short', { layer_types: ['full_attention'] }, '/model/layer_types'],
  [
    'an unknown kind of layer',
    { layer_types: new Array(32).fill('telepathy') },
    '/model/layer_types',
  ],
  ['an unknown block', { hybrid_override_pattern: 'M?M' }, '/model/hybrid_override_pattern'],
  ['heads that do not divide the width', { num_attention_heads: 33 }, '/model/head_dim'],
  ['layers of their own widths', { block_configs: [{}] }, '/model/block_configs'],
  ['a state beside attention', { mamba_d_ssm: 4096 }, '/model/mamba_d_ssm'],
  ['a Mamba-1 model', { attn_layer_period: 8 }, '/model/attn_layer_period'],
  ['lightning attention', { attn_type_list: [0, 1] }, '/model/attn_type_list'],
])('%s is refused', (_, fields, path) => {
  expect(violations({ ...llama, ...fields }).map((each) => each.path)).toContain(path);
});

test.each([
  { model_type: 'whisper', is_encoder_decoder: true },
  { model_type: 'bert', num_hidden_layers: 12 },
  { model_type: 'nobody-knows', is_encoder_decoder: true },
])('a model without a decoder ($model_type) is told how to be planned all the same', (config) => {
  expect(violations(config)).toEqual([
    {
      path: '/model/model_type',
      value: config.model_type,
      allowed: 'a decoder-only language model',
      fix: expect.stringContaining('state measured.maxRequestsPerSecond'),
    },
  ]);
});

test('the text model of a multimodal configuration is unwrapped', () => {
  const nested = readModelConfig('test', {
    model_type: 'mistral3',
    tie_word_embeddings: true,
    quantization_config: { quant_method: 'fp8' },
    text_config: llama,
  });
  expect(nested).toMatchObject({
    modelType: 'llama',
    tiedEmbeddings: true,
    checkpointFormat: 'fp8',
    hiddenSize: 4096,
  });
});

test('a vision tower counts as parameters outside the decoder', () => {
  const vision_config = { num_hidden_layers: 2, hidden_size: 10, intermediate_size: 20 };
  const { extraParameters, parameters } = readModelConfig('test', {
    vision_config,
    text_config: llama,
  });
  expect(extraParameters).toBe(2 * (4 * 100 + 2 * 200) + 10 * 4096);
  expect(parameters.total).toBe(8030261248);
});

test('the published Gemma-3 configuration, which leaves out what its class fills in, is read', () => {
  const gemma = readModelConfig('test', {
    model_type: 'gemma3',
    text_config: {
      model_type: 'gemma3_text',
      hidden_size: 2560,
      intermediate_size: 10240,
      num_hidden_layers: 34,
      sliding_window: 1024,
    },
  });
  expect(gemma).toMatchObject({ vocabSize: 262208, kvHeads: 4, tiedEmbeddings: true });
  expect(gemma.layers.filter(({ attention }) => attention.kind === 'full')).toHaveLength(5);
});

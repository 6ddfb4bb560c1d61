import { modelById } from '../../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../../src/facts/model/geometry';
import { readModelConfig } from '../../../src/facts/model/read-config';

const small = {
  num_hidden_layers: 6,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 1000,
};
const experts = { num_local_experts: 4, num_experts_per_tok: 2 };

function kinds(config: Record<string, unknown>): string {
  const { layers } = readModelConfig('test', config);
  return layers.map(({ attention }) => attention.kind[0]).join('');
}

function geometryOf({ layers, hiddenSize, tiedEmbeddings, parameters }: ModelGeometry): unknown {
  return { layers, hiddenSize, tiedEmbeddings, parameters };
}

test.each([
  ['gpt_oss', { ...experts }, 'sfsfsf'],
  ['olmo3', {}, 'sssfss'],
  ['exaone4', {}, 'sssfss'],
  ['gemma2', {}, 'sfsfsf'],
  ['gemma3', {}, 'sssssf'],
  ['gemma4', {}, 'sssssf'],
  ['gemma3n', { num_kv_shared_layers: 0 }, 'ssssfs'],
  ['llama4', { ...experts }, 'cccfcc'],
  ['qwen3_5', {}, 'gggfgg'],
  ['qwen3_5_moe', { ...experts }, 'gggfgg'],
  ['qwen3_next', { ...experts }, 'gggfgg'],
])('%s with %j attends as its class does, flat or wrapped', (model_type, fields, expected) => {
  const text = { ...small, ...fields };
  expect(kinds({ ...text, model_type })).toBe(expected);
  expect(kinds({ model_type, text_config: text })).toBe(expected);
});

test('heads of a delta net need no interval to alternate with attention', () => {
  const linear = {
    ...{ linear_num_key_heads: 2, linear_num_value_heads: 2, linear_conv_kernel_dim: 4 },
    ...{ linear_key_head_dim: 16, linear_value_head_dim: 16 },
  };
  expect(kinds({ ...small, ...linear })).toBe('gggfgg');
});

test('the type of the text model itself wins over that of its wrapper', () => {
  const text_config = { ...small, model_type: 'llama' };
  expect(readModelConfig('test', { model_type: 'gemma3', text_config })).toMatchObject({
    modelType: 'llama',
    tiedEmbeddings: false,
  });
});

test('reduced configurations give what the catalogue knows of the whole', () => {
  const gemma = {
    ...{ num_hidden_layers: 62, hidden_size: 5376, num_attention_heads: 32, head_dim: 128 },
    ...{ num_key_value_heads: 16, intermediate_size: 21504, vocab_size: 262144 },
    sliding_window: 1024,
  };
  const scout = {
    ...{ num_hidden_layers: 48, hidden_size: 5120, num_attention_heads: 40, head_dim: 128 },
    ...{ num_key_value_heads: 8, intermediate_size: 8192, vocab_size: 202048 },
    ...{ num_local_experts: 16, num_experts_per_tok: 1 },
  };
  const reduced: [string, Record<string, unknown>][] = [
    ['google/gemma-3-27b-it', { model_type: 'gemma3', text_config: gemma }],
    ['meta-llama/Llama-4-Scout-17B-16E', { model_type: 'llama4', text_config: scout }],
  ];
  for (const [id, config] of reduced) {
    const known = modelById(id);
    expect(geometryOf(readModelConfig(id, config))).toEqual(known && geometryOf(known));
  }
});

test('DeepSeek-V4 is FP8 with experts in MXFP4 also where its configuration is cut short', () => {
  const { checkpointFormat, layers } = readModelConfig('test', {
    ...small,
    ...{ model_type: 'deepseek_v4', head_dim: 16, q_lora_rank: 8, o_groups: 2, o_lora_rank: 8 },
    ...{ index_n_heads: 2, index_head_dim: 8, index_topk: 4, sliding_window: 8 },
    ...{ compress_ratios: [0, 4, 16, 4, 16, 4], n_routed_experts: 4, num_experts_per_tok: 2 },
    moe_intermediate_size: 32,
  });
  expect(checkpointFormat).toBe('fp8');
  expect(layers[0].checkpointFormats).toMatchObject({ attention: 'fp8', experts: 'mxfp4' });
});

test('LLaVA names its text model and leaves the widths to the class', () => {
  const text_config = { model_type: 'llama', vocab_size: 32064 };
  expect(readModelConfig('test', { model_type: 'llava', text_config })).toMatchObject({
    hiddenSize: 4096,
    vocabSize: 32064,
    parameters: { total: 6738939904 },
  });
  expect(() => readModelConfig('test', text_config)).toThrow(/hidden_size/);
});

test('a window of null is off, also where the class has one', () => {
  expect(kinds({ ...small, model_type: 'olmo3', sliding_window: null })).toBe('ffffff');
  const llama4 = { ...small, ...experts, model_type: 'llama4', attention_chunk_size: null };
  expect(kinds(llama4)).toBe('ffffff');
});

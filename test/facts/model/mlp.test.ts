import type { MlpGeometry } from '../../../src/facts/model/geometry';
import { readModelConfig } from '../../../src/facts/model/read-config';

const base = {
  num_hidden_layers: 4,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 100,
  vocab_size: 1000,
};
const routed = { num_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 10 };

function blocks(fields: Record<string, unknown>): MlpGeometry[] {
  return readModelConfig('test', { ...base, ...fields }).layers.map(({ mlp }) => mlp);
}

function kinds(fields: Record<string, unknown>): string[] {
  return blocks({ ...routed, ...fields }).map(({ kind }) => kind);
}

const [D, M] = ['dense', 'moe'];

test('a model without experts is dense', () => {
  expect(blocks({}).map(({ kind }) => kind)).toEqual([D, D, D, D]);
});

test('a model with experts routes in every layer', () => {
  expect(kinds({})).toEqual([M, M, M, M]);
});

test('first_k_dense_replace keeps the first layers dense', () => {
  expect(kinds({ first_k_dense_replace: 1 })).toEqual([D, M, M, M]);
});

test('moe_layer_freq is a period or a list of marks', () => {
  expect(kinds({ moe_layer_freq: 2 })).toEqual([M, D, M, D]);
  expect(kinds({ moe_layer_freq: [0, 1, 1, 0] })).toEqual([D, M, M, D]);
});

test('mlp_layer_types names each layer', () => {
  expect(kinds({ mlp_layer_types: ['dense', 'sparse', 'sparse', 'dense'] })).toEqual([D, M, M, D]);
});

test('interleave_moe_layer_step routes in every n-th layer, with 1 in all', () => {
  expect(kinds({ interleave_moe_layer_step: 2 })).toEqual([D, M, D, M]);
  expect(kinds({ interleave_moe_layer_step: 1 })).toEqual([M, M, M, M]);
});

test('mlp_only_layers are exceptions to decoder_sparse_step', () => {
  expect(kinds({ decoder_sparse_step: 1, mlp_only_layers: [2] })).toEqual([M, M, D, M]);
});

test('enable_moe_block runs experts beside a dense block and can switch them off', () => {
  const [beside] = blocks({ ...routed, enable_moe_block: true });
  expect(beside).toMatchObject({ kind: 'moe', shardedParameters: 3 * 64 * 100 });
  expect(kinds({ enable_moe_block: false })).toEqual([D, D, D, D]);
});

test('an expert has gate, up and down, and a token passes those it is routed to', () => {
  expect(blocks(routed)[0]).toEqual({
    kind: 'moe',
    activeIntermediateSize: 20,
    shardedParameters: 0,
    replicatedParameters: 64 + 64 * 8,
    experts: {
      count: 8,
      perToken: 2,
      parametersEach: 3 * 64 * 10,
      inputSize: 64,
      intermediateSize: 10,
    },
  });
});

test('shared experts are as wide as routed ones unless stated', () => {
  expect(blocks({ ...routed, n_shared_experts: 2 })[0].shardedParameters).toBe(3 * 64 * 20);
  const stated = { ...routed, n_shared_experts: 1, moe_shared_expert_intermediate_size: 30 };
  expect(blocks(stated)[0].shardedParameters).toBe(3 * 64 * 30);
});

test.each([
  [2, { mlp_hidden_act: 'relu2' }],
  [2, { hidden_act: 'relu' }],
  [2, { hidden_act: 'xielu' }],
  [2, { hidden_act: 'gelu_new' }],
  [2, { hidden_act: 'gelu_pytorch_tanh', model_type: 'starcoder2' }],
  [2, { model_type: 'gpt_neox' }],
  [3, { hidden_act: 'gelu_pytorch_tanh', model_type: 'gemma2' }],
  [3, { hidden_act: 'relu', model_type: 'llama' }],
])('a feed-forward is %i matrices with %j', (matrices, fields) => {
  expect(blocks(fields)[0].shardedParameters).toBe(matrices * 64 * 100);
});

test('a latent mixture projects once in and once out of a narrower width', () => {
  const [{ experts, replicatedParameters }] = blocks({ ...routed, moe_latent_size: 32 });
  expect(experts?.parametersEach).toBe(3 * 32 * 10);
  expect(replicatedParameters).toBe(64 + 64 * 8 + 2 * 64 * 32);
});

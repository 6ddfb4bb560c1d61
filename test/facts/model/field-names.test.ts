import type { ModelGeometry } from '../../../src/facts/model/geometry';
import { readModelConfig } from '../../../src/facts/model/read-config';

function read(config: Record<string, unknown>): ModelGeometry {
  return readModelConfig('test', config);
}

const gpt2 = { model_type: 'gpt2', n_embd: 768, n_layer: 12, n_head: 12, vocab_size: 50257 };
const falcon = {
  ...{ model_type: 'falcon', hidden_size: 4544, num_hidden_layers: 32, vocab_size: 65024 },
  ...{ num_attention_heads: 71, num_kv_heads: 71 },
};
const mixtral = {
  ...{ dim: 4096, n_layers: 32, n_heads: 32, n_kv_heads: 8, head_dim: 128 },
  ...{ hidden_dim: 14336, vocab_size: 32000, num_local_experts: 8, moe_top_k: 2 },
};
const chatglm = {
  ...{ model_type: 'chatglm', hidden_size: 4096, num_layers: 40, num_attention_heads: 32 },
  ...{ multi_query_attention: true, multi_query_group_num: 2, kv_channels: 128 },
  ...{ ffn_hidden_size: 13696, padded_vocab_size: 151552 },
};
const qwen = {
  ...{ model_type: 'qwen', hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32 },
  ...{ intermediate_size: 22016, vocab_size: 151936, kv_channels: 128 },
};
const dbrx = {
  ...{ model_type: 'dbrx', d_model: 6144, n_layers: 40, n_heads: 48, vocab_size: 100352 },
  attn_config: { kv_n_heads: 8 },
  ffn_config: { ffn_hidden_size: 10752, moe_num_experts: 16, moe_top_k: 4 },
};
const lfm2 = {
  ...{ model_type: 'lfm2', hidden_size: 2048, num_hidden_layers: 16, vocab_size: 65536 },
  ...{ num_attention_heads: 32, num_key_value_heads: 8, block_ff_dim: 12288, conv_L_cache: 3 },
  full_attn_idxs: [2, 5, 8, 10, 12, 14],
};
const starcoder2 = {
  ...{ model_type: 'starcoder2', hidden_size: 6144, num_hidden_layers: 40, vocab_size: 49152 },
  ...{ num_attention_heads: 48, num_key_value_heads: 4, intermediate_size: 24576 },
  tie_word_embeddings: false,
};
const neox = {
  ...{ model_type: 'gpt_neox', hidden_size: 6144, num_hidden_layers: 44, vocab_size: 50432 },
  ...{ num_attention_heads: 64, intermediate_size: 24576 },
};
const pythia = { ...neox, hidden_size: 2560, num_hidden_layers: 32, vocab_size: 50304 };
const phi = {
  ...{ model_type: 'phi', hidden_size: 2560, num_hidden_layers: 32, vocab_size: 51200 },
  ...{ num_attention_heads: 32, intermediate_size: 10240, hidden_act: 'gelu_new' },
};

// As their model cards or checkpoints on Hugging Face count them.
test.each<[string, Record<string, unknown>, number, number]>([
  ['gpt2', gpt2, 0.124, 12],
  ['falcon-7b', falcon, 6.92, 1],
  ['falcon-40b', { ...falcon40(), num_kv_heads: 8 }, 41.3, 8],
  ['Mixtral-8x7B, as Mistral writes it', mixtral, 46.7, 8],
  ['glm-4-9b', chatglm, 9.4, 2],
  ['Qwen-7B', qwen, 7.72, 32],
  ['LFM2-1.2B', lfm2, 1.17, 8],
  ['dbrx', dbrx, 131.6, 8],
  ['starcoder2-15b', starcoder2, 15.96, 4],
  ['gpt-neox-20b', neox, 20.6, 64],
  ['pythia-2.8b', { ...pythia, num_attention_heads: 32, intermediate_size: 10240 }, 2.78, 32],
  ['phi-2', phi, 2.78, 32],
])('%s is read by the names of its family', (_, config, billions, kvHeads) => {
  const model = read(config);
  expect(Math.abs(model.parameters.total / 1e9 / billions - 1)).toBeLessThan(0.01);
  expect(model.kvHeads).toBe(kvHeads);
});

function falcon40(): Record<string, unknown> {
  const widths = { hidden_size: 8192, num_hidden_layers: 60, num_attention_heads: 128 };
  return { ...falcon, ...widths, new_decoder_architecture: true };
}

test('a name of the family does not win over the name that is read', () => {
  expect(read({ ...gpt2, hidden_size: 1536 }).hiddenSize).toBe(1536);
});

test('what is missing goes by the name that is read', () => {
  const { n_embd, ...rest } = gpt2;
  expect(() => read(rest)).toThrow(/copy hidden_size/);
});

test('lists whose entries are alike are one value', () => {
  const [{ mlp }] = read({
    ...{ hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, vocab_size: 1000 },
    ...{ intermediate_size: [128, 128], num_experts: 4, moe_topk: [2, 2] },
    ...{ moe_intermediate_size: [32, 32], num_shared_expert: [1, 1] },
  }).layers;
  expect(mlp).toMatchObject({ activeIntermediateSize: 96, experts: { perToken: 2 } });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = 512;

/** A Llama of two layers: what a start costs, it costs for the engine and not for the weights. */
export const tinyModel = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 256,
  intermediate_size: 512,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 4,
  head_dim: 64,
  vocab_size: WORDS,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  hidden_act: 'silu',
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  bos_token_id: 0,
  eos_token_id: 1,
  pad_token_id: 2,
};

/** Writes what an engine reads beside weights, which `--load-format=dummy` makes up. */
export function writeModel(folder: string, config: object): void {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, value: object) =>
    writeFileSync(join(folder, file), JSON.stringify(value));
  write('config.json', config);
  write('generation_config.json', { bos_token_id: 0, eos_token_id: 1, pad_token_id: 2 });
  write('tokenizer.json', tokenizer);
  write('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: '<s>',
    eos_token: '</s>',
    unk_token: '<unk>',
    pad_token: '<pad>',
  });
}

const SPECIAL = ['<s>', '</s>', '<pad>', '<unk>'];
const words = [...SPECIAL, ...Array.from({ length: WORDS - SPECIAL.length }, (_, i) => `w${i}`)];

const tokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: SPECIAL.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: {
    type: 'WordLevel',
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    unk_token: '<unk>',
  },
};

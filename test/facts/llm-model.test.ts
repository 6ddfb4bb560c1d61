import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LlmModel } from '../../src';

const config = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128_256,
  max_position_embeddings: 131_072,
  torch_dtype: 'bfloat16',
};

describe('LlmModel.of', () => {
  test('is a model of the catalogue by its Hugging Face id', () => {
    const model = LlmModel.of('meta-llama/Llama-3.1-8B-Instruct');
    expect(model.parameters).toBe(8_030_261_248);
    expect(model.maxContextTokens).toBe(131_072);
    expect(model._toRequest()).toBe('meta-llama/Llama-3.1-8B-Instruct');
  });

  test('refuses an unknown id with the nearest ones', () => {
    expect(() => LlmModel.of('meta-llama/Llama-3.3-70B-Instrukt')).toThrow(
      '\'model\' ("meta-llama/Llama-3.3-70B-Instrukt") must be a catalogue id (nearest: meta-llama/Llama-3.3-70B-Instruct, ',
    );
  });
});

describe('LlmModel.fromConfig', () => {
  test('counts what the catalogue counts', () => {
    const model = LlmModel.fromConfig('my/llama', config);
    expect([model.id, model.parameters]).toEqual(['my/llama', 8_030_261_248]);
    expect(model._toRequest()).toEqual({ ...config, _name_or_path: 'my/llama' });
  });

  test('tells every missing field at once', () => {
    const { hidden_size, vocab_size, ...rest } = config;
    expect(() => LlmModel.fromConfig('my/llama', rest)).toThrow(/hidden_size.*\n.*vocab_size/);
  });

  test('reads a file, and names the model after its folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'model-'));
    try {
      mkdirSync(join(folder, 'my-llama'));
      const path = join(folder, 'my-llama', 'config.json');
      writeFileSync(path, JSON.stringify(config));
      expect(LlmModel.fromConfigFile(path).id).toBe('my-llama');
      expect(LlmModel.fromConfigFile(path, 'my/llama').id).toBe('my/llama');
      writeFileSync(path, '[');
      expect(() => LlmModel.fromConfigFile(path)).toThrow('must be a JSON object');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('a model known by measurement only has no size', () => {
  const model = LlmModel.measured('openai/whisper-large-v3');
  expect([model.id, model.parameters, model.maxContextTokens]).toEqual([
    'openai/whisper-large-v3',
    0,
    0,
  ]);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromFile } from '../../../src/facts/model/config-file';
import { readModelConfig } from '../../../src/facts/model/read-config';

const config = {
  num_hidden_layers: 1,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 1000,
};
const modelopt = {
  producer: { name: 'modelopt' },
  quantization: { quant_algo: 'NVFP4', kv_cache_quant_algo: 'FP8', exclude_modules: ['lm_head'] },
};

function geometryIn(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return readModelConfig('test', configFromFile(join(folder, 'config.json')));
}

test('what ModelOpt wrote beside a configuration is its quantization', () => {
  const geometry = geometryIn({
    'config.json': JSON.stringify(config),
    'hf_quant_config.json': JSON.stringify(modelopt),
  });
  expect(geometry.checkpointFormat).toBe('nvfp4');
  expect(geometry.headFormat).toBe('bf16');
});

test('what the configuration itself says wins', () => {
  const geometry = geometryIn({
    'config.json': JSON.stringify({ ...config, quantization_config: { quant_method: 'fp8' } }),
    'hf_quant_config.json': JSON.stringify(modelopt),
  });
  expect(geometry.checkpointFormat).toBe('fp8');
});

test('a broken file beside it says nothing', () => {
  const geometry = geometryIn({
    'config.json': JSON.stringify(config),
    'hf_quant_config.json': '{',
  });
  expect(geometry.checkpointFormat).toBe('bf16');
});

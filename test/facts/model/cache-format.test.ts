import { readModelConfig } from '../../../src/facts/model/read-config';

const dense = {
  model_type: 'llama',
  num_hidden_layers: 2,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 100,
};

const formatOf = (quantization: Record<string, unknown>) =>
  readModelConfig('m', { ...dense, quantization_config: quantization }).cacheFormat;

test.each([
  [{ quant_method: 'fp8' }, undefined],
  [{ quant_method: 'fp8', kv_cache_scheme: { num_bits: 8, type: 'float' } }, 'fp8'],
  [{ quant_method: 'fp8', kv_cache_scheme: { num_bits: 8, type: 'int' } }, undefined],
  [{ quant_method: 'modelopt', quant_algo: 'FP8', kv_cache_quant_algo: 'FP8' }, 'fp8'],
  [{ quant_method: 'modelopt', quant_algo: 'NVFP4', kv_cache_quant_algo: 'NVFP4' }, 'nvfp4'],
  [
    {
      quant_method: 'modelopt',
      quant_algo: 'FP8',
      quantization: { kv_cache_scheme: { num_bits: 4, type: 'float' } },
    },
    'nvfp4',
  ],
  [{ quant_method: 'modelopt', quant_algo: 'FP8', kv_cache_quant_algo: 'INT8' }, undefined],
])('a checkpoint with %j asks for a cache in %s', (quantization, format) => {
  expect(formatOf(quantization)).toBe(format);
});

test('a checkpoint that is not quantized asks for none', () => {
  expect(readModelConfig('m', dense).cacheFormat).toBeUndefined();
});

import { tinyConfig as config, geometryIn } from './checkpoint-folder';

const modelopt = {
  producer: { name: 'modelopt' },
  quantization: { quant_algo: 'NVFP4', kv_cache_quant_algo: 'FP8', exclude_modules: ['lm_head'] },
};

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

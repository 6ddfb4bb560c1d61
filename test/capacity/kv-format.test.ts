import { cacheEntry, cacheFormat } from '../../src/capacity/kv-format';
import { modelById } from '../../src/facts/model/catalogue';

const llama = modelById('meta-llama/Llama-3.3-70B-Instruct');
const asking = llama && { ...llama, cacheFormat: 'fp8' };
const sparse = modelById('deepseek-ai/DeepSeek-V3.2');
const dense = modelById('deepseek-ai/DeepSeek-V3');
const compressed = modelById('deepseek-ai/DeepSeek-V4-Flash');

test.each([
  ['auto', { kvBytes: 2 }],
  ['bfloat16', { kvBytes: 2 }],
  ['fp8', { kvBytes: 1 }],
  ['fp8_e5m2', { kvBytes: 1 }],
  ['nvfp4', { kvBytes: 0.5625 }],
  ['int8_per_token_head', { kvBytes: 1, headScaleBytes: 4 }],
  ['fp8_per_token_head', { kvBytes: 1, headScaleBytes: 4 }],
])('a cache in %s keeps %j', (format, entry) => {
  expect(cacheEntry(format)).toEqual(entry);
});

test('auto is the model of its own, or what a quantized checkpoint asks of a version that listens', () => {
  expect(cacheFormat('auto', '0.32.0', llama)).toBe('auto');
  expect(cacheFormat('auto', '0.32.0', asking)).toBe('fp8');
  expect(cacheFormat('auto', '0.13.0', asking)).toBe('auto');
  expect(cacheFormat('bfloat16', '0.32.0', asking)).toBe('bfloat16');
});

test('sparse latents pack fp8 with its scales, and compressed ones whatever is not bf16', () => {
  expect(cacheFormat('fp8', '0.32.0', dense)).toBe('fp8');
  expect(cacheFormat('fp8', '0.32.0', sparse)).toBe('fp8_ds_mla');
  expect(cacheFormat('auto', '0.32.0', sparse)).toBe('auto');
  expect(cacheFormat('auto', '0.32.0', compressed)).toBe('fp8_ds_mla');
  expect(cacheFormat('bfloat16', '0.32.0', compressed)).toBe('bfloat16');
});

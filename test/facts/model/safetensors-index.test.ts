import { totalTensorBytes } from '../../../src/facts/model/safetensors-index';
import { tinyConfig as config, geometryIn } from './checkpoint-folder';

function read(content: unknown, index?: string): number | undefined {
  return geometryIn({
    'config.json': JSON.stringify(content),
    ...(index !== undefined && { 'model.safetensors.index.json': index }),
  }).indexedBytes;
}

test('the index says how many bytes the tensors have', () => {
  expect(totalTensorBytes({ metadata: { total_size: 123 }, weight_map: {} })).toBe(123);
  // Some writers put numbers in quotes.
  expect(totalTensorBytes({ metadata: { total_size: '123' } })).toBe(123);
});

test.each([undefined, {}, { metadata: {} }, { metadata: { total_size: 0 } }, [], 'text'])(
  '%j says nothing',
  (index) => expect(totalTensorBytes(index)).toBeUndefined(),
);

test('an index beside a configuration is read with it, also where the decoder is nested', () => {
  const index = JSON.stringify({ metadata: { total_size: 500000 } });
  expect(read(config, index)).toBe(500000);
  expect(read({ text_config: config }, index)).toBe(500000);
});

test('without one, or with a broken one, the configuration counts alone', () => {
  expect(read(config)).toBeUndefined();
  expect(read(config, '{')).toBeUndefined();
});

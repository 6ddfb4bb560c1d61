import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromFile } from '../../../src/facts/model/config-file';
import { readModelConfig } from '../../../src/facts/model/read-config';
import { totalTensorBytes } from '../../../src/facts/model/safetensors-index';

const config = {
  num_hidden_layers: 1,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 1000,
};

function read(content: unknown, index?: string): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(content));
  if (index !== undefined) writeFileSync(join(folder, 'model.safetensors.index.json'), index);
  return readModelConfig('test', configFromFile(join(folder, 'config.json'))).indexedBytes;
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

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFromFile } from '../../../src/facts/model/config-file';
import type { ModelGeometry } from '../../../src/facts/model/geometry';
import { readModelConfig } from '../../../src/facts/model/read-config';

/** The smallest decoder that is read. */
export const tinyConfig = {
  num_hidden_layers: 1,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 1000,
};

/** The geometry of the config.json among files of a folder. */
export function geometryIn(files: Record<string, string>): ModelGeometry {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return readModelConfig('test', configFromFile(join(folder, 'config.json')));
}

import { readFileSync } from 'node:fs';
import { InvalidInput } from '../../violations';
import { jsonBeside } from './json-beside';
import { CHECKPOINT_BYTES, totalTensorBytes } from './safetensors-index';

/** Where ModelOpt says what it quantized, unless `config.json` does. */
const QUANTIZATION_FILE = 'hf_quant_config.json';
const INDEX_FILE = 'model.safetensors.index.json';

/**
 * The content of a `config.json`, with the quantization and the size of the checkpoint that files
 * beside it tell; a missing or broken file is a violation of `/model`.
 */
export function configFromFile(path: string): Readonly<Record<string, unknown>> {
  const refuse = (allowed: string, fix: string): InvalidInput =>
    new InvalidInput([{ path: '/model', value: path, allowed, fix }]);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refuse('the path of a readable file', 'download config.json from the model repository');
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      const quantization = jsonBeside(path, QUANTIZATION_FILE);
      const bytes = totalTensorBytes(jsonBeside(path, INDEX_FILE));
      return {
        ...(quantization !== undefined && { quantization_config: quantization }),
        ...parsed,
        ...(bytes !== undefined && { [CHECKPOINT_BYTES]: bytes }),
      };
    }
  } catch {
    // falls through to the refusal: both cases have one cure
  }
  throw refuse('a JSON object', 'download config.json from the model repository again');
}

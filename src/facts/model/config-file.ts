import { readFileSync } from 'node:fs';
import { InvalidInput } from '../../violations';
import { CHECKPOINT_BYTES, checkpointBytesBeside } from './safetensors-index';

/**
 * The content of a `config.json`, and the size of the checkpoint whose index lies beside it; a missing or
 * broken file is a violation of `/model`.
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
      const bytes = checkpointBytesBeside(path);
      return { ...parsed, ...(bytes !== undefined && { [CHECKPOINT_BYTES]: bytes }) };
    }
  } catch {
    // falls through to the refusal: both cases have one cure
  }
  throw refuse('a JSON object', 'download config.json from the model repository again');
}

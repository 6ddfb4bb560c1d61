import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The content of a JSON file that lies beside another; none where there is no readable one. */
export function jsonBeside(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(dirname(path), name), 'utf8'));
  } catch {
    return undefined;
  }
}

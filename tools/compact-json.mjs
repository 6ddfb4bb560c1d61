// Takes the line breaks out of the JSON in lib/: they are a tenth of what a package install unpacks.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

for (const file of readdirSync('lib', { recursive: true })) {
  if (!file.endsWith('.json')) continue;
  const path = join('lib', file);
  writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))));
}

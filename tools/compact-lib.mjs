// Takes out of lib/ what nobody reads there: line breaks of JSON, the comments of compiled code,
// which stand in the declarations beside it, and declarations that those of the public API do not
// lead to. Together a sixth of what a package install unpacks.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const compilerOptions = {
  removeComments: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
};

const compact = {
  json: (text) => JSON.stringify(JSON.parse(text)),
  js: (text) => ts.transpileModule(text, { compilerOptions }).outputText,
};

/** A declaration and all that it leads to. */
function declarationsFrom(file, found = new Set()) {
  if (!existsSync(file) || found.has(file)) return found;
  found.add(file);
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  for (const { fileName } of importedFiles) {
    if (!fileName.startsWith('.')) continue;
    const path = join(dirname(file), fileName);
    declarationsFrom(`${path}.d.ts`, found);
    declarationsFrom(join(path, 'index.d.ts'), found);
  }
  return found;
}

const declarations = declarationsFrom(join('lib', 'src', 'index.d.ts'));

for (const file of readdirSync('lib', { recursive: true })) {
  const path = join('lib', file);
  if (file.endsWith('.d.ts') && !declarations.has(path)) rmSync(path);
  const shorter = compact[file.split('.').pop()];
  if (shorter) writeFileSync(path, shorter(readFileSync(path, 'utf8')));
}

// Runs every examples/<name>/main.ts in one process, as loading cdk8s takes longer than any of
// them: node --import tsx tools/render-examples.mjs <folder for the results> <name>...
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = process.cwd();
const [folder, ...names] = process.argv.slice(2);
for (const name of names) {
  process.env.CDK8S_OUTDIR = resolve(root, folder, name);
  process.chdir(resolve(root, 'examples', name));
  await import(pathToFileURL(resolve('main.ts')).href);
}

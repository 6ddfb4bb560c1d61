/**
 * The examples and their goldens. Run by `npx projen examples:update`, this file rewrites
 * examples/<name>/expected/; the tests only read it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { changelogWith, goldensSeal } from './goldens-seal';

const ROOT = resolve(__dirname, '..');
const EXAMPLES = join(ROOT, 'examples');
const CHANGELOG = join(ROOT, 'CHANGELOG.md');

/** Path within the folder -> text, in the order of the paths. */
export type Files = Record<string, string>;

export const exampleNames = () =>
  readdirSync(EXAMPLES)
    .filter((name) => existsSync(join(EXAMPLES, name, 'main.ts')))
    .sort();

export const expectedFolder = (name: string) => join(EXAMPLES, name, 'expected');

export function readFiles(folder: string): Files {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

/** What each example writes into its output folder. */
export function renderExamples(names: string[]): Record<string, Files> {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    execFileSync(
      process.execPath,
      ['--import', 'tsx', 'tools/render-examples.mjs', folder, ...names],
      {
        cwd: ROOT,
        env: { ...process.env, TSX_TSCONFIG_PATH: join(EXAMPLES, 'tsconfig.json') },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    return Object.fromEntries(names.map((name) => [name, readFiles(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One digest over every file under examples/<name>/expected/. */
export function digestOfGoldens(): string {
  const hash = createHash('sha256');
  for (const name of exampleNames())
    for (const [file, text] of Object.entries(readFiles(expectedFolder(name))))
      hash.update(JSON.stringify([name, file, text]));
  return hash.digest('hex').slice(0, 16);
}

export const readSeal = () => goldensSeal(readFileSync(CHANGELOG, 'utf8'));

function update(): void {
  const names = exampleNames();
  for (const [name, files] of Object.entries(renderExamples(names))) {
    rmSync(expectedFolder(name), { recursive: true, force: true });
    for (const [file, text] of Object.entries(files)) write(join(expectedFolder(name), file), text);
  }
  writeFileSync(CHANGELOG, changelogWith(digestOfGoldens(), readFileSync(CHANGELOG, 'utf8')));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

if (require.main === module) update();

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** node_modules/ holds the bundled dependencies; npm adds the last three by itself. */
const ALLOWED = [
  '.jsii',
  '.jsii.gz',
  'bin',
  'lib/schema',
  'lib/src',
  'node_modules',
  'LICENSE',
  'README.md',
  'package.json',
];
/** More than half of it are dependencies: those of the linter read YAML, PromQL and RE2. */
const BUDGET_BYTES = 6_500_000;

interface Packed {
  readonly files: { readonly path: string }[];
  readonly unpackedSize: number;
}

function pack(): Packed {
  const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return JSON.parse(answer)[0];
}

const topLevel = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('lib/') ? 2 : 1)
    .join('/');
const compiled = existsSync(join(ROOT, 'lib/src/index.js')) && existsSync(join(ROOT, '.jsii'));
if (!compiled) console.warn('the package is not checked: run `npx projen compile` first');

(compiled ? describe : describe.skip)('the package', () => {
  const { files, unpackedSize } = compiled ? pack() : { files: [], unpackedSize: 0 };
  const paths = files.map(({ path }) => path);

  test('holds what its user needs and nothing else', () => {
    expect(paths.filter((path) => !ALLOWED.includes(topLevel(path)))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['.jsii', 'lib/src/index.js', 'lib/src/index.d.ts']),
    );
  });

  test('stays within its budget', () => {
    expect(unpackedSize).toBeLessThanOrEqual(BUDGET_BYTES);
  });
});

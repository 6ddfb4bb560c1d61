import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruise {
  summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
}

/** dependency-cruiser is an ES module, which jest cannot load: hence the command. */
function cruise(cwd: string) {
  const options = ['--config', CONFIG, '--output-type', 'json', 'src', 'imports'];
  const { stdout, stderr } = spawnSync(process.execPath, [CRUISER, ...options], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (!stdout) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as Cruise;
  const violations = summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  return { modules: summary.totalCruised, violations };
}

const trackedFiles = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', '--deduplicate'],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const sources = trackedFiles.filter((file) => file.startsWith('src/') && file.endsWith('.ts'));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the floors of src/', () => {
  test('every file imports its own floor and those below it', () => {
    const { modules, violations } = cruise(ROOT);
    expect(violations).toEqual([]);
    expect(modules).toBeGreaterThan(sources.length);
  });

  test('each rule is broken by a file planted for it, and says so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'house-'));
    try {
      for (const [file, text] of Object.entries(PLANTED)) {
        mkdirSync(join(folder, dirname(file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      const { violations } = cruise(folder);
      expect(violations).toEqual(expect.arrayContaining(EXPECTED_VIOLATIONS));
      const broken = new Set(violations.map((violation) => violation.split(': ')[1]));
      expect([...broken].sort()).toEqual(RULES.map(({ name }) => name).sort());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const RULES: { name: string }[] = require(CONFIG).forbidden;

const PLANTED: Record<string, string> = {
  'package.json': '{ "devDependencies": { "tsx": "*" } }',
  'node_modules/tsx/package.json': '{ "main": "tsx.js" }',
  'node_modules/tsx/tsx.js': '',
  'imports/keda.ts': "import '../src/index';",
  'src/violations.ts': "import './facts/gpu';",
  'src/facts/gpu.ts': "import type { Plan } from '../capacity/plan'; export type Gpu = Plan;",
  'src/engines/vllm.ts': "import '../kube/names';",
  'src/kube/names.ts': "import '../scaling/query';",
  'src/capacity/plan.ts': "import type { Chart } from 'cdk8s'; import '../manifests/lws';",
  'src/scaling/query.ts': "import '../plan/answer';",
  'src/plan/answer.ts': "import '../simulation/trace';",
  'src/simulation/trace.ts': "import '../manifests/lws';",
  'src/manifests/lws.ts': "import '../../imports/keda'; import '../lint/one';",
  'src/lint/one.ts': "import './two';",
  'src/lint/two.ts': "import './one'; import './gone'; import '../report/table';",
  'src/report/table.ts': "import '../cli/main';",
  'src/constructs/service.ts': "import type { ISecret } from 'cdk8s-plus-28'; import '../index';",
  'src/constructs/interop.ts': "import 'cdk8s-plus-28';",
  'src/cli/main.ts': "import '../constructs/service'; import '../index';",
  'src/index.ts': "import './attic/old'; import 'tsx';",
  'src/attic/old.ts': 'export const old = 1;',
};

const EXPECTED_VIOLATIONS = [
  'imports/keda.ts: imports-are-leaves',
  'src/capacity/plan.ts: capacity-imports-lower-floors',
  'src/capacity/plan.ts: pure-below-constructs',
  'src/cli/main.ts: cli-without-constructs',
  'src/constructs/interop.ts: no-orphan',
  'src/constructs/service.ts: interop-only',
  'src/facts/gpu.ts: facts-imports-lower-floors',
  'src/index.ts: on-a-floor',
  'src/index.ts: only-shipped-packages',
  'src/lint/two.ts: resolves',
  'src/manifests/lws.ts: pure-below-constructs',
];

describe('every file', () => {
  test('in src/ has at most 200 lines', () => {
    expect(sources.filter((file) => read(file).split('\n').length > 201)).toEqual([]);
  });

  test('is named after what it holds', () => {
    const vague = /^(utils?|helpers?|misc|common)\.[cm]?[jt]s$/;
    expect(trackedFiles.filter((file) => vague.test(basename(file)))).toEqual([]);
  });

  test('reads the same on any machine: no path and no registry of the one it was written on', () => {
    const local = [/\/work\//, /\bshared[/]/, /registry[.](npmjs|yarnpkg)[.]/];
    const telling = trackedFiles.flatMap((file) =>
      local.filter((pattern) => pattern.test(read(file))).map((pattern) => `${file}: ${pattern}`),
    );
    expect(telling).toEqual([]);
  });
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

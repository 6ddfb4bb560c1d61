// `npm test`, `npm run quickstart` and the suites on real parts. All start on a clone without
// node_modules, hence nothing but node's own modules here.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const REPORT = 'test-report.json';
const EXAMPLE = 'examples/chat-70b';

/** The level is stated, as `npm test --silent` would hand its silence down to `npm ci`. */
function run(command, args, { env = {}, cwd = '.' } = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, npm_config_loglevel: 'notice', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

function must(command, args, options) {
  const status = run(command, args, options);
  if (status !== 0) process.exit(status);
}

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** npm writes the hidden lock file last, so that an interrupted installation is repeated. */
const isInstalled = () =>
  modified('node_modules/.package-lock.json') >= modified('package-lock.json');

function install(level = 'notice') {
  if (isInstalled()) return;
  const env = { npm_config_loglevel: level };
  must('npm', ['ci', '--no-audit', '--no-fund'], { env });
}

function workTree() {
  try {
    const status = ['status', '--porcelain', '--untracked-files=all'];
    return execFileSync('git', status, { encoding: 'utf8', stdio: 'pipe' }).split('\n');
  } catch {
    return []; // not a git checkout: nothing to compare
  }
}

/** What jest saw. A suite that cannot be loaded has no tests to count, and has failed all the same. */
function readReport() {
  if (!existsSync(REPORT)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  };
}

function test() {
  install();
  const before = workTree();
  rmSync(REPORT, { force: true });
  // Outside of CI, projen packages for languages whose tools need not be on this machine.
  const status = run('npx', ['projen', 'build'], { env: { CI: 'true' } });
  const changed = workTree().filter((line) => !before.includes(line));
  if (changed.length > 0)
    console.log(['\nthe build has changed the work tree:', ...changed, ''].join('\n'));

  const { passed, failed } = readReport();
  // A build that stopped outside of jest, or ran no test, counts as one failure.
  const failures = failed || Number(status !== 0 || passed === 0);
  console.log(`${passed} passed, ${failures} failed`);
  return failures === 0 ? 0 : status || 1;
}

/** The command line from its sources: nothing is compiled for a first look. */
function printPlan() {
  must(process.execPath, ['--import', 'tsx', 'tools/cli.mjs', 'plan', `${EXAMPLE}/plan.yaml`]);
}

function quickstart() {
  if (!isInstalled()) console.log('Installing the dependencies, once …');
  install('error');
  must(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: EXAMPLE,
    env: { CDK8S_OUTDIR: 'dist', TSX_TSCONFIG_PATH: join(ROOT, 'examples/tsconfig.json') },
  });
  printPlan();
  console.log(`
The same numbers as manifests:  ${EXAMPLE}/dist/chat-70b.k8s.yaml
The program that wrote them:    ${EXAMPLE}/main.ts`);
  return 0;
}

/** A suite that starts servers: whoever ends this process ends them too. */
function suite(main) {
  install();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(3)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const verbs = {
  test,
  quickstart,
  'test:cluster': () => suite('test/cluster/main.ts'),
  'test:engine': () => suite('test/engine/main.ts'),
};
const verb = verbs[process.argv[2]];
if (!verb) {
  console.error(`usage: node tools/run.mjs ${Object.keys(verbs).join('|')}`);
  process.exit(2);
}
process.chdir(ROOT);
process.exitCode = await verb();

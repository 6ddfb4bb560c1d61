// A package from a clone that nobody has compiled, such as pre-commit makes, would hold no program.
// `npm ci` of this repository runs `prepare` too, and needs nothing compiled: only for a package
// that npm fetches itself it tells from where.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const { npm_lifecycle_event: event, npm_package_resolved: origin, ...env } = process.env;

/** Standard output is that of `npm pack`, which names the package there. */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], env });
  if (status !== 0) process.exit(status ?? 1);
}

const isPackage = event === 'prepack' || origin !== undefined;
if (isPackage && !existsSync('lib/src/cli/main.js')) {
  // `npm install -g` hands its -g down, and then has installed nothing here.
  delete env.npm_config_global;
  if (!existsSync('node_modules/projen')) run('npm', ['ci', '--ignore-scripts', '--no-audit']);
  run('npx', ['projen', 'compile']);
}

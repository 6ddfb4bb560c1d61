// Before `npm pack`: a package from a clone that nobody has compiled, such as pre-commit makes,
// would hold no program.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('lib/src/cli/main.js')) {
  // Standard output is that of `npm pack`, which names the package there.
  const { status } = spawnSync('npx', ['projen', 'compile'], { stdio: ['ignore', 2, 2] });
  process.exitCode = status ?? 1;
}

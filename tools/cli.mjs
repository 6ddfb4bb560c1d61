// bin/cdk8s-llm from its sources: node --import tsx tools/cli.mjs plan <file>
import { readFileSync } from 'node:fs';
import { main } from '../src/cli/main.ts';

// `| head` has seen enough.
process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 1));
process.exitCode = main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stdin: () => readFileSync(0, 'utf8'),
  colours: process.stdout.isTTY && !process.env.NO_COLOR,
  version: JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version,
});

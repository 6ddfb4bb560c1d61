import { parseArgs } from 'node:util';
import { buildParts, goVersion, missingParts } from './build/build';
import { type Result, summaryOf, tableOf } from './report';
import { PLAIN, SCENARIOS } from './scenarios';
import { World } from './world/world';

const began = Date.now();
const say = (line: string): void =>
  console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${line}`);

let stop = async (): Promise<void> => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    say(`${signal}: stopping`);
    void stop().finally(() => process.exit(130));
  });

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const wanted = (name: string): boolean => !values.only || values.only.split(',').includes(name);
  const go = goVersion();
  if ('missing' in go) {
    console.error(`test:cluster builds its programs from source: ${go.missing}`);
    return 2;
  }
  const missing = missingParts(go.version);
  if (missing.length > 0) say(`building ${missing.map(({ name }) => name).join(', ')}, once`);
  await buildParts(go.version, say);
  try {
    const world = await World.start((end) => {
      stop = end;
    }, say);
    const results: Result[] = [];
    for (const scenario of PLAIN.filter(({ name }) => wanted(name)))
      results.push(await tried(scenario, () => scenario.run(world.cluster)));
    const scenarios = SCENARIOS.filter(({ name }) => wanted(name));
    results.push(...(await Promise.all(scenarios.map((one) => tried(one, () => one.run(world))))));
    console.log(tableOf(results));
    console.log(summaryOf(results));
    return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  } finally {
    await stop();
  }
}

async function tried(
  { name, expected }: { name: string; expected: string },
  run: () => Promise<string>,
): Promise<Result> {
  const since = Date.now();
  const [outcome, observed] = await run().then(
    (text) => ['passed', text] as const,
    (error: Error) => ['failed', error.message] as const,
  );
  const seconds = Math.round((Date.now() - since) / 1000);
  say(`${name} ${outcome} in ${seconds} s`);
  return { name, expected, observed, seconds, outcome };
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error);
    console.log('0 passed, 1 failed');
    process.exit(1);
  },
);

import { parseArgs } from 'node:util';
import { buildParts, goVersion, missingParts, stopBuild } from './build/build';
import { PARTS, type Part } from './build/parts';
import { type Result, summaryOf, tableOf } from './report';
import { Cluster } from './rig/cluster';
import { ALL, PLAIN, SCENARIOS } from './scenarios';
import { Suite } from './suite';
import { foreignSandbox, ownSandbox } from './world/sandbox';
import { World } from './world/world';

const began = Date.now();
function say(line: string): void {
  const seconds = String(Math.round((Date.now() - began) / 1000));
  console.log(`${seconds.padStart(5)} s  ${line}`);
}

/** What ends everything that has been started, at whatever moment, once. */
let end = async (): Promise<void> => stopBuild();
let ending: Promise<void> | undefined;
const stop = (): Promise<void> => (ending ??= end());
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (isInterrupted) return; // Ctrl-C comes from the terminal and from the one who started us
    isInterrupted = true;
    say(`${signal}: stopping`);
    void stop().finally(() => process.exit(130));
  });

const options = optionsOf();

/** Minutes that may be spent on building. */
const limit = options.within === undefined ? Infinity : Number(options.within);
if (Number.isNaN(limit)) usage(`"--within" is ${options.within}: state minutes`);

interface Options {
  readonly only?: string;
  readonly within?: string;
  readonly again?: boolean;
  readonly list?: boolean;
}

function optionsOf(): Options {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  try {
    return parseArgs({ options: { only: text, within: text, again: flag, list: flag } }).values;
  } catch (error) {
    return usage((error as Error).message);
  }
}

function usage(problem: string): never {
  console.error(`${problem}
usage: npm run test:cluster -- [--list] [--only NAME,…] [--within MINUTES] [--again]`);
  process.exit(2);
}

async function main(only: readonly string[] | undefined): Promise<Result[]> {
  const suite = new Suite(only, say);
  const { KUBECONFIG } = process.env;
  return KUBECONFIG ? onForeignCluster(suite, KUBECONFIG) : onOwnCluster(suite);
}

async function onOwnCluster(suite: Suite): Promise<Result[]> {
  const go = goVersion();
  const missing = 'missing' in go ? PARTS : missingParts(go.version);
  const minutes = minutesToBuild(missing);
  const problem =
    'missing' in go ? go.missing : minutes > limit && `its programs take about ${minutes} minutes`;
  if (problem && options.within) {
    say(`skipped: ${problem}; npm run test:cluster`);
    suite.skip(ALL, problem);
    return suite.results;
  }
  if ('missing' in go) throw new Error(`the cluster is built from source: ${go.missing}`);
  if (missing.length > 0)
    say(`building ${missing.map(({ name }) => name).join(', ')}, once, about ${minutes} minutes`);
  await buildParts(go.version, say);
  const world = await World.start((how) => {
    end = how;
  }, say);
  const sandbox = ownSandbox(world.cluster);
  await suite.inOrder(PLAIN, (scenario) => scenario.run(sandbox));
  await suite.atOnce(SCENARIOS, (scenario) => scenario.run(world));
  return suite.results;
}

/** Two cores from nothing; a cache of go shortens it. */
function minutesToBuild(parts: readonly Part[]): number {
  return Math.ceil(parts.reduce((sum, { buildSeconds }) => sum + buildSeconds, 0) / 60);
}

async function onForeignCluster(suite: Suite, kubeconfig: string): Promise<Result[]> {
  const cluster = new Cluster(process.env.KUBECTL ?? 'kubectl', kubeconfig);
  const sandbox = foreignSandbox(cluster);
  end = async () => {
    await sandbox.closeAll();
    cluster.close();
  };
  if (!(await cluster.connect()))
    throw new Error(`KUBECONFIG=${kubeconfig}: the cluster does not answer`);
  say(`KUBECONFIG is set: namespaces cdk8s-llm-test-… on ${await cluster.address()}, without pods`);
  await suite.inOrder(PLAIN, (scenario) => scenario.run(sandbox));
  suite.skip(SCENARIOS, 'needs machines and engines that are played');
  return suite.results;
}

/** Scenarios run by the clock: where a busy machine may have been the reason, once more is fair. */
async function settled(results: readonly Result[]): Promise<readonly Result[]> {
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
  if (!options.again || failed.length === 0) return results;
  console.log(tableOf(results));
  say(`once more, in a new cluster: ${failed.join(', ')}`);
  await stop();
  ending = undefined;
  const second = (await main(failed)).map((result) => ({
    ...result,
    observed: `${result.observed} (the second attempt)`,
  }));
  return [...results.filter(({ name }) => !failed.includes(name)), ...second];
}

async function run(): Promise<number> {
  if (options.list) {
    for (const { name, expected } of ALL) console.log(`${name}: ${expected}`);
    return 0;
  }
  try {
    const results = await settled(await main(options.only?.split(',')));
    if (results.some(({ outcome }) => outcome !== 'skipped')) console.log(tableOf(results));
    console.log(summaryOf(results));
    return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  } finally {
    await stop();
  }
}

function fail(error: Error): void {
  if (isInterrupted) return; // what is being stopped breaks off
  console.error(error.stack);
  console.log('0 passed, 1 failed');
  void stop().finally(() => process.exit(1));
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
run().then((code) => {
  if (!isInterrupted) process.exit(code);
}, fail);

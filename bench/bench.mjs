// Prints one JSON document, each figure with its aim and its ratio to it (at most 1 is good):
// node bench/bench.mjs [plan] [recommend] [synth] [lint] [load] [package]. Measures lib/: `npx projen compile` first.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
process.chdir(ROOT);

const round = (value) => Number(value.toPrecision(3));
const figure = (value, aim, unit) => ({
  value: round(value),
  aim,
  unit,
  ratio: round(value / aim),
});
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function milliseconds(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}
const repeat = (times, measure) => Array.from({ length: times }, measure);

/** A new process, so that nothing is loaded yet. The script prints its own milliseconds. */
const inNewProcess = (script) =>
  Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));

const REQUEST = {
  schema: 1,
  name: 'chat',
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  accelerator: 'H100-SXM',
  traffic: { peakRequestsPerSecond: 100, inputTokens: 500, outputTokens: 300 },
  objectives: { timeToFirstTokenP95Ms: 500, timePerOutputTokenP95Ms: 50 },
};

function plan() {
  const { planFor } = require('../lib/src/plan/plan-for.js');
  const once = () => milliseconds(() => planFor(REQUEST));
  const cold = once();
  return {
    cold: figure(cold, 20, 'ms'),
    warm: figure(median(repeat(2000, once)), 1, 'ms'),
  };
}

/** Every accelerator, node shape, layout and weight format of the catalogue. */
function recommend() {
  const { accelerator: _, ...open } = REQUEST;
  const { recommendFor } = require('../lib/src/plan/recommend.js');
  const script = `
    const { recommendFor } = require('./lib/src/plan/recommend.js');
    const start = performance.now();
    recommendFor(${JSON.stringify(open)});
    console.log(performance.now() - start);`;
  const cold = repeat(5, () => inNewProcess(script));
  return {
    first: figure(median(cold), 200, 'ms'), // what the command line pays, code not yet warm
    warm: figure(median(repeat(20, () => milliseconds(() => recommendFor(open)))), 200, 'ms'),
  };
}

/** The example of the README, `count` times in one chart. */
function declareServices(count) {
  const { App, Chart, Duration } = require('cdk8s');
  const llm = require('../lib/src/index.js');
  const app = new App();
  llm.ServingPlatform.custom({
    kubernetesVersion: '1.34',
    provider: llm.CloudProvider.AWS,
    metrics: llm.MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  }).provide(app);
  const chart = new Chart(app, 'serving');
  for (let index = 0; index < count; index++) {
    new llm.LlmInferenceService(chart, `chat-${index}`, {
      model: llm.LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
      accelerator: llm.Accelerator.H100_SXM,
      traffic: { peakRequestsPerSecond: 100, inputTokens: 500, outputTokens: 300 },
      objectives: {
        timeToFirstTokenP95: Duration.millis(500),
        timePerOutputTokenP95: Duration.millis(50),
      },
      weights: llm.WeightSource.claim('llama-weights'),
    });
  }
  return app;
}

function synth() {
  const perService = (count) => milliseconds(() => declareServices(count).synthYaml()) / count;
  return {
    first: figure(perService(1), 100, 'ms'), // what a single `cdk8s synth` pays, code not yet warm
    of1: figure(median(repeat(20, () => perService(1))), 3, 'ms per service'),
    of100: figure(median(repeat(3, () => perService(100))), 3, 'ms per service'),
    of1000: figure(perService(1000), 3, 'ms per service'),
  };
}

/** A service of somebody else, and all that belongs to one of ours. */
const FOREIGN = 'test/lint/rules/R5-ratio-needs-value/firing.yaml';
const OURS = 'examples/chat-70b/expected/chat-70b.k8s.yaml';

/** Both in namespaces of their own, `objects` objects or a few more. */
function manifests(objects) {
  const texts = [FOREIGN, OURS].map((path) => readFileSync(path, 'utf8'));
  const perRound = texts.join('\n').match(/^kind: /gm).length;
  return repeat(Math.ceil(objects / perRound), (_, round) =>
    texts.map((text) => text.replaceAll('namespace: serving', `namespace: serving-${round}`)),
  )
    .flat()
    .join('\n---\n');
}

function lint() {
  const { main } = require('../lib/src/cli/main.js');
  const text = manifests(1000);
  const silent = { out: () => {}, err: () => {}, stdin: () => text, version: '' };
  const first = (path) =>
    median(
      repeat(7, () =>
        milliseconds(() => spawnSync(process.execPath, ['bin/cdk8s-llm', 'lint', path])),
      ),
    );
  return {
    of1000: figure(
      milliseconds(() => main(['lint', '-'], silent)),
      1000,
      'ms',
    ), // code not yet warm
    firstAnswer: figure(first(FOREIGN), 400, 'ms'), // from the shell, the start of node included
    firstAnswerOurs: figure(first(OURS), 400, 'ms'), // with the plan of its annotation
  };
}

/** What requiring us costs a program that has cdk8s anyway. */
function load() {
  const script = `
    require('cdk8s');
    const start = performance.now();
    require('./lib/src/index.js');
    console.log(performance.now() - start);`;
  const times = repeat(9, () => inNewProcess(script));
  return { overCdk8s: figure(median(times), 100, 'ms') };
}

function packageSize() {
  const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
    encoding: 'utf8',
  });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(answer);
  return {
    // More than half are dependencies: those of the linter read YAML, PromQL and RE2.
    packed: figure(size, 1_700_000, 'bytes'),
    unpacked: figure(unpackedSize, 6_500_000, 'bytes'),
    files: figure(entryCount, 1400, 'files'),
  };
}

const BENCHES = { plan, recommend, synth, lint, load, package: packageSize };
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHES);
const results = Object.fromEntries(names.map((name) => [name, BENCHES[name]()]));
const machine = { node: process.version, cpu: cpus()[0].model, cores: cpus().length };
console.log(JSON.stringify({ machine, ...results }, null, 2));

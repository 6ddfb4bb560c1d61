import { coldStart } from '../../src/capacity/cold-start';
import { startupMode } from '../../src/capacity/startup-mode';
import { modelById } from '../../src/facts/model/catalogue';
import { chat, must, refusals } from '../plan/requests';

const limits = { version: '0.32.0', maxNumSeqs: 1024, maxNumBatchedTokens: 8192 };
const mode = (settings = {}) => startupMode(settings, limits, { architecture: 'hopper' });

const start = (change: object = {}) =>
  coldStart({
    nodeAutoscaler: 'none',
    caches: {},
    checkpointBytes: 140e9,
    gpus: 8,
    nodes: 1,
    startup: mode(),
    engine: { name: 'vllm', version: limits.version },
    model: {
      layers: must(modelById('meta-llama/Llama-3.3-70B-Instruct')).layers,
      extraParameters: 0,
    },
    format: 'bf16',
    architecture: 'hopper',
    ranksPerNode: 8,
    pipeline: 1,
    ...change,
  });

/** The factor whose band this is. */
const p95FactorOf = ({ low, high }: { low: number; high: number }) =>
  Math.sqrt(high / low) ** (1.645 / 1.282);

const stage = (name: string, change: object = {}) =>
  must(start(change).stages.find((each) => each.name === name));

test('a start has these stages, and every one its source', () => {
  const { stages, origins } = start();
  expect(stages.map(({ name }) => name)).toEqual([
    'schedule',
    'node',
    'image',
    'bootstrap',
    'weights',
    'profile',
    'compile',
    'graphs',
    'warmup',
  ]);
  expect(origins).toHaveLength(9);
  expect(origins.every(({ source }) => source.length > 10)).toBe(true);
});

test('schedule, node and image pass before the container, the rest inside it', () => {
  const { stages, beforeContainerSeconds, inContainerSeconds, seconds } = start();
  const sum = (from: number, to: number) =>
    stages.slice(from, to).reduce((total, each) => total + each.seconds, 0);
  expect(beforeContainerSeconds).toBeCloseTo(sum(0, 3), 9);
  expect(inContainerSeconds).toBeCloseTo(sum(3, 9), 9);
  expect(seconds).toBeCloseTo(sum(0, 9), 9);
});

test('before the container, the slowest of twenty buys its node and pulls its image, whatever is warm', () => {
  const bought = { nodeAutoscaler: 'karpenter' };
  const warm = start({ ...bought, caches: { node: true, image: true } });
  const { beforeContainerP95ColdCacheSeconds, beforeContainerSeconds } = start(bought);
  expect(warm.beforeContainerP95ColdCacheSeconds).toBe(beforeContainerP95ColdCacheSeconds);
  expect(warm.beforeContainerSeconds).toBe(2);
  expect(beforeContainerP95ColdCacheSeconds).toBeGreaterThan(beforeContainerSeconds);
});

test('nodes that stand ready take no time; the time a site states wins over the reference', () => {
  expect(stage('node').seconds).toBe(0);
  expect(stage('node', { nodeAutoscaler: 'karpenter' }).seconds).toBe(75);
  const stated = { nodeAutoscaler: 'karpenter', nodeProvisionSeconds: 300 };
  expect(stage('node', stated).seconds).toBe(300);
});

test('a pre-pulled image helps on a node that stands, not on one bought for this pod', () => {
  const image = { caches: { image: true } };
  expect(stage('image', image)).toMatchObject({ cached: true });
  expect(stage('image', { ...image, nodeAutoscaler: 'karpenter' })).toEqual(
    stage('image', { nodeAutoscaler: 'karpenter' }),
  );
});

test('compiled artefacts that outlive the pod save compilation and warm-up', () => {
  const warm = { caches: { compile: true } };
  for (const name of ['compile', 'warmup']) {
    expect(stage(name, warm).seconds).toBeLessThan(stage(name).seconds);
  }
});

test.each([
  ['eager mode', { enforceEager: true }],
  ['level 0', { optimizationLevel: 0 }],
])('%s compiles and captures nothing', (_, settings) => {
  const startup = mode(settings);
  expect(stage('compile', { startup }).seconds).toBe(0);
  expect(stage('compile', { startup, caches: { compile: true } }).seconds).toBe(0);
  expect(stage('graphs', { startup }).seconds).toBe(0);
});

test('a stage lies in its band, which is as wide as its p95 asks for', () => {
  const { stages, origins } = start();
  stages.forEach(({ seconds }, i) => {
    expect(origins[i].low).toBeLessThanOrEqual(seconds);
    expect(origins[i].high).toBeGreaterThanOrEqual(seconds);
  });
  // 4 ** (1.282 / 1.645) is 2.95: four downloads in five take a third to three times as long.
  expect(origins[4].high / stages[4].seconds).toBeCloseTo(2.95, 2);
});

test('what an engine prepares is slow together, the rest by itself', () => {
  const skew = (change: object) => {
    const { inContainerP95ColdCacheSeconds, inContainerSeconds } = start(change);
    return inContainerP95ColdCacheSeconds - inContainerSeconds;
  };
  const fast = { caches: { weights: 'shared-claim', weightsReadGBps: 1e6 }, nodes: 1 };
  const engine = ['profile', 'compile', 'graphs', 'warmup'].reduce((total, name) => {
    const i = start(fast).stages.findIndex((each) => each.name === name);
    return total + stage(name, fast).seconds * (p95FactorOf(start(fast).origins[i]) - 1);
  }, 0);
  expect(skew(fast)).toBeCloseTo(Math.hypot(engine, stage('bootstrap', fast).seconds), 3);
});

test('the budget is for cold caches, whatever is warm', () => {
  const warm = start({ caches: { image: true, compile: true } });
  expect(warm.inContainerP95ColdCacheSeconds).toBe(start().inContainerP95ColdCacheSeconds);
  expect(warm.inContainerP95ColdCacheSeconds).toBeGreaterThan(warm.inContainerSeconds);
});

test('a group waits in its container for the nodes of its workers', () => {
  const group = { nodes: 2, nodeAutoscaler: 'karpenter' };
  const alone = { nodeAutoscaler: 'karpenter' };
  const skew =
    start(group).inContainerP95ColdCacheSeconds - start(alone).inContainerP95ColdCacheSeconds;
  expect(skew).toBeGreaterThan(start(alone).beforeContainerSeconds);
});

describe('weights', () => {
  const weights = (caches: object, loadFormat?: string) =>
    stage('weights', { caches, loadFormat }).seconds;
  const claim = { weights: 'shared-claim' };

  test('take the time of their bytes at the rate of their place and loader', () => {
    expect(weights(claim)).toBeCloseTo(140 / 4.3, 9);
    expect(weights(claim, 'auto')).toBe(weights(claim));
    expect(weights(claim, 'fastsafetensors')).toBeCloseTo(140 / 9.1, 9);
    expect(weights({ weights: 'object-store' }, 'runai_streamer')).toBeCloseTo(140 / 8.1, 9);
  });

  test('come at the usual rate with a loader that nobody measured, and at a stated rate with any', () => {
    expect(weights(claim, 'tensorizer')).toBe(weights(claim));
    expect(weights({ ...claim, weightsReadGBps: 20 }, 'fastsafetensors')).toBe(7);
  });

  test('at a stated rate vary less than at one that is known by its place only', () => {
    const longest = (caches: object) => must(start({ caches }).origins[4]).high;
    const seconds = weights(claim);
    const stated = { ...claim, weightsReadGBps: 140 / seconds };
    expect(longest(stated)).toBeLessThan(longest(claim));
    expect(longest(stated) / seconds).toBeCloseTo(3 ** (1.282 / 1.645), 9);
  });
});

describe('stages that a log has timed', () => {
  const measured = (...stages: object[]) => ({ measured: stages });
  const compile = { caches: { compile: true } };

  test('win over the estimate, and their evidence says so', () => {
    const change = measured({ name: 'graphs', seconds: 7 }, { name: 'weights', seconds: 90 });
    expect(stage('graphs', change).seconds).toBe(7);
    expect(stage('weights', change).seconds).toBe(90);
    const { origins } = start(change);
    expect(origins.map(({ kind }) => kind === 'measured')).toEqual([
      ...[false, false, false, false, true],
      ...[false, false, true, false],
    ]);
  });

  test('count for the cache they were taken with only', () => {
    const cold = measured({ name: 'compile', seconds: 300, cached: false });
    expect(stage('compile', { ...compile, ...cold })).toEqual(stage('compile', compile));
    expect(stage('compile', cold).seconds).toBe(300);
    const cached = measured({ name: 'compile', seconds: 3, cached: true });
    expect(stage('compile', { ...compile, ...cached }).seconds).toBe(3);
    expect(stage('compile', cached)).toEqual(stage('compile'));
  });

  test('with cold caches decide the startup budget, whatever is warm', () => {
    const cold = measured({ name: 'compile', seconds: 3000, cached: false });
    expect(start({ ...compile, ...cold }).inContainerP95ColdCacheSeconds).toBeGreaterThan(3000);
  });

  test('with a warm cache never make the budget shorter than they are', () => {
    const warm = measured({ name: 'warmup', seconds: 2000, cached: true });
    expect(start({ ...compile, ...warm }).inContainerP95ColdCacheSeconds).toBeGreaterThan(2000);
  });
});

describe('in a plan', () => {
  test('stages are measured where a log is given, and a name that is none is refused', () => {
    const { coldStart: cold, evidence } = chat({
      measured: { startupStages: [{ name: 'compile', seconds: 21, cached: false }] },
    });
    expect(must(cold.stages.find(({ name }) => name === 'compile')).seconds).toBe(21);
    const row = must(evidence.find(({ quantity }) => quantity === '/coldStart/stages/compile'));
    expect(row.kind).toBe('measured');
    const startupStages = [{ name: 'coffee', seconds: 60 }];
    expect(
      refusals({ model: 'Qwen/Qwen3-8B', accelerator: 'L4', measured: { startupStages } }),
    ).toMatchObject([{ path: '/measured/startupStages/0/name', value: 'coffee' }]);
  });

  test('the evidence sums up what the log of the engine calls its initialisation', () => {
    const { coldStart: cold, evidence } = chat();
    const init = must(evidence.find(({ quantity }) => quantity === '/coldStart/engineInitSeconds'));
    const sum = cold.stages.slice(-4).reduce((total, { seconds }) => total + seconds, 0);
    expect(init.value).toBeCloseTo(sum, 9);
    expect(must(init.low)).toBeLessThan(init.value);
    expect(must(init.high)).toBeGreaterThan(init.value);
  });

  test('the evidence says what the loader saves', () => {
    const { evidence } = chat({
      caches: { weights: 'shared-claim' },
      engine: { loadFormat: 'fastsafetensors' },
    });
    const { source } = must(
      evidence.find(({ quantity }) => quantity === '/coldStart/stages/weights'),
    );
    expect(source).toMatch(
      /^141.1 GB at 9.1 GB\/s with fastsafetensors, 17.3 s less than the usual loader; /,
    );
  });

  test.each<[string, Parameters<typeof chat>[0], string | undefined]>([
    ['an object store', { caches: { weights: 'object-store' } }, '--load-format=runai_streamer'],
    ['a claim', { caches: { weights: 'shared-claim' } }, undefined],
    ['a stated loader', { engine: { loadFormat: 'instanttensor' } }, '--load-format=instanttensor'],
  ])('%s settles the loader of the engine', (_, change, argument) => {
    const { choice } = chat(change);
    expect(choice.engineArguments.find((each) => each.startsWith('--load-format'))).toBe(argument);
  });

  test('a loader that is no part of vLLM is a requirement', () => {
    const needs = (loadFormat: string) =>
      chat({ engine: { loadFormat } }).requirements.filter(({ because }) =>
        because.includes(`--load-format=${loadFormat}`),
      );
    expect(needs('tensorizer')).toHaveLength(1);
    expect(needs('fastsafetensors')).toEqual([]);
  });

  test('the startup budget is half as much again as the slowest start of twenty, in steps of half a minute', () => {
    const { coldStart: cold, probes } = chat();
    const needed = cold.inContainerP95ColdCacheSeconds * 1.5;
    expect(probes.startupBudgetSeconds).toBeGreaterThanOrEqual(needed);
    expect(probes.startupBudgetSeconds).toBeLessThan(needed + 30);
    expect(probes.startupBudgetSeconds % 30).toBe(0);
    const { startupPeriodSeconds, startupFailureThreshold } = probes;
    expect(startupPeriodSeconds * startupFailureThreshold).toBeGreaterThanOrEqual(
      probes.startupBudgetSeconds,
    );
  });

  test('a measured start wins, and the startup probe outlasts it', () => {
    const { coldStart: cold, probes } = chat({ measured: { coldStartSeconds: 5000 } });
    expect(cold.seconds).toBe(5000);
    expect(probes.startupBudgetSeconds).toBeGreaterThan(5000 - cold.beforeContainerSeconds);
  });

  test('weights near the pod start it sooner, and the fleet needs no more of them', () => {
    const near = chat({ caches: { weights: 'node-local' } });
    expect(near.coldStart.seconds).toBeLessThan(chat().coldStart.seconds);
    expect(must(near.fleet).maxReplicas).toBeLessThanOrEqual(must(chat().fleet).maxReplicas);
  });
});

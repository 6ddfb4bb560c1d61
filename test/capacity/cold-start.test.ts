import { coldStart } from '../../src/capacity/cold-start';
import { startupMode } from '../../src/capacity/startup-mode';
import { chat, must } from '../plan/requests';

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
    ...change,
  });

const stage = (name: string, change: object = {}) =>
  must(start(change).stages.find((each) => each.name === name));

test('a start has these stages, and every one its source', () => {
  const { stages, sources } = start();
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
  expect(sources).toHaveLength(9);
  expect(sources.every((source) => source.length > 10)).toBe(true);
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

test('graphs take as long as there are sizes to capture, and pieces alone half of it', () => {
  const seconds = (settings: object) => stage('graphs', { startup: mode(settings) }).seconds;
  expect(seconds({})).toBe(15);
  expect(seconds({ cudagraphCaptureSizes: [1, 2, 4] })).toBeCloseTo((15 * 3) / 51, 9);
  expect(seconds({ optimizationLevel: 1 })).toBe(7.5);
  expect(seconds({ optimizationLevel: 2 })).toBe(15);
  expect(seconds({ optimizationLevel: 3 })).toBe(15);
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
});

describe('in a plan', () => {
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

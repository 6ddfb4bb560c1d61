import { App, Chart, Duration } from 'cdk8s';
import {
  Accelerator,
  CompileCacheVolume,
  FrontDoor,
  GpuPool,
  GpuQuota,
  LlmFleet,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  NetworkPeer,
  NodeShape,
  OffPeakBatch,
  Pin,
  ScalingSignal,
  SecretKey,
  ServingPlatform,
  TrafficTrace,
  WarmHeadroom,
  WarmImageCache,
  WeightCache,
  WeightSource,
  WeightStore,
} from '../../src';
import { kindViolations } from '../../src/constructs/prop-kinds';
import { chartOf, propsOf, refusal } from './support';

// biome-ignore lint/suspicious/noExplicitAny: what a program without types may pass
type Untyped = any;

const refusedService = (part: Untyped) =>
  refusal(() => new LlmInferenceService(chartOf(), 'chat', { ...propsOf(), ...part }));

const cache = () =>
  new WeightCache(chartOf(), 'weights', {
    model: LlmModel.of('meta-llama/Llama-3.1-8B-Instruct'),
    revision: '0'.repeat(40),
    store: WeightStore.sharedClaim({ storageClassName: 'efs' }),
  });

describe('a prop of another kind', () => {
  test.each<[string, Untyped, string]>([
    [
      'weights',
      { weights: cache() },
      "'weights' ([WeightCache]) must be a WeightSource: write WeightSource.claim('llama-weights'), or 'cache.weights' of a WeightCache",
    ],
    ['weights', { weights: 'claim' }, '\'weights\' ("claim") must be a WeightSource: write'],
    ['model', { model: 'Qwen/Qwen3-8B' }, '\'model\' ("Qwen/Qwen3-8B") must be an LlmModel: write'],
    ['accelerator', { accelerator: 'H100' }, '\'accelerator\' ("H100") must be an Accelerator'],
    ['accelerator', { accelerator: propsOf().model }, "'accelerator' ([LlmModel]) must be"],
    ['node', { node: 'aws/p5.48xlarge' }, '\'node\' ("aws/p5.48xlarge") must be a NodeShape'],
    ['pool', { pool: 'x' }, '\'pool\' ("x") must be a GpuPool: write GpuPool.custom({ … })'],
    ['platform', { platform: {} }, "'platform' ({}) must be a ServingPlatform"],
    ['engine', { engine: {} }, "'engine' ({}) must be an InferenceEngine"],
    ['headroom', { headroom: true }, "'headroom' (true) must be a WarmHeadroom"],
    ['imageCache', { imageCache: true }, "'imageCache' (true) must be a WarmImageCache"],
    ['compileCache', { compileCache: true }, "'compileCache' (true) must be a CompileCacheVolume"],
    ['pins', { pins: Pin.cpu(2, 'why') }, "'pins' ([Pin]) must be a list of Pin: write [Pin."],
    ['pins[0]', { pins: [4] }, "'pins[0]' (4) must be a Pin"],
    ['traffic', { traffic: 20 }, "'traffic' (20) must be an object: write { peakRequests"],
    ['preemptionWait', { preemptionWait: 9 }, "'preemptionWait' (9) must be a Duration"],
    ['name', { name: 7 }, "'name' (7) must be a string"],
    [
      'objectives.timeToFirstTokenP95',
      { objectives: { timeToFirstTokenP95: 500 } },
      "'objectives.timeToFirstTokenP95' (500) must be a Duration: write Duration.millis(500)",
    ],
    [
      'traffic.history',
      { traffic: { history: 'trace.csv' } },
      '\'traffic.history\' ("trace.csv") must be a TrafficTrace',
    ],
  ])('%s names its class and the call to write', (_, part, message) => {
    expect(refusedService(part)).toContain(`\n${message}`);
  });

  test('is told with all that is wrong beside it, and once', () => {
    expect(refusedService({ model: 'x', engine: {}, replicas: 0 }).split('\n')).toEqual([
      'llm/chat is refused:',
      expect.stringMatching(/^'model' /),
      expect.stringMatching(/^'engine' /),
      expect.stringMatching(/^'replicas' /),
    ]);
    const range = refusedService({ weights: 'x', traffic: { peakRequestsPerSecond: -1 } });
    expect(range).toContain("'traffic.peakRequestsPerSecond' (-1)");
  });

  test('that is null is one that is left out', () => {
    const open: Untyped = { weights: null, objectives: null, pins: null };
    expect(
      () => new LlmInferenceService(chartOf(), 'chat', { ...propsOf(), ...open }),
    ).not.toThrow();
    expect(refusedService({ model: null })).toContain("'model' (missing) must be given");
    expect(refusedService({ traffic: null })).toContain("'traffic' (missing) must be given");
  });

  test('is refused by caches, logins, quotas and batch work', () => {
    const service = new LlmInferenceService(chartOf(), 'chat', propsOf());
    const made: [string, () => unknown][] = [
      [
        '\'token\' ("x") must be a SecretKey',
        () => WeightSource.huggingFace({ token: 'x' as Untyped }),
      ],
      [
        '\'secretAccessKey\' ("x") must be a SecretKey',
        () => WeightSource.objectStore('s3://a', { secretAccessKey: 'x' as Untyped }),
      ],
      [
        '\'token\' ("x") must be a SecretKey',
        () => MetricsBackend.prometheus('http://p', { token: 'x' as Untyped }),
      ],
      [
        "'scaleToZero.idleAfter' (60) must be a Duration",
        () => FrontDoor.query('x', { idleAfter: 60 as Untyped }),
      ],
      [
        '\'store\' ("x") must be a WeightStore',
        () => new WeightCache(chartOf(), 'w', { model: 'y', store: 'x', name: 5 } as Untyped),
      ],
      [
        '\'services[0]\' ("x") must be an LlmInferenceService',
        () => new GpuQuota(chartOf(), 'q', { services: ['x'] as Untyped }),
      ],
      [
        '\'service\' ("x") must be an LlmInferenceService',
        () => new OffPeakBatch(chartOf(), 'b', { service: 'x' as Untyped, command: ['a'] }),
      ],
      [
        "'drain' (30) must be a Duration",
        () => new OffPeakBatch(chartOf(), 'b', { service, command: ['a'], drain: 30 as Untyped }),
      ],
    ];
    for (const [message, make] of made) expect(refusal(make)).toContain(message);
  });

  test('is refused by a plan without objects', () => {
    expect(
      refusal(() => LlmInferenceService.planFor({ ...propsOf(), platform: 'x' as Untyped })),
    ).toBe('\'platform\' ("x") must be a ServingPlatform: write ServingPlatform.custom({ … })');
  });

  test('is refused by platforms, their defaults, pools and fleets', () => {
    const platform: Untyped = { gatewayTimeout: 60, metrics: 'http://x', defaults: { engine: {} } };
    expect(refusal(() => ServingPlatform.custom(platform)).split('\n')).toEqual([
      expect.stringMatching(/^'metrics' /),
      expect.stringMatching(/^'gatewayTimeout' \(60\) must be a Duration/),
      expect.stringMatching(/^'defaults.engine' /),
    ]);
    const pool: Untyped = { name: 'h100', node: 'aws/p5.48xlarge' };
    expect(refusal(() => GpuPool.custom(pool))).toContain('\'node\' ("aws/p5.48xlarge") must be');
    const fleet: Untyped = { pools: ['h100'] };
    expect(refusal(() => new LlmFleet(chartOf(), 'fleet', fleet))).toBe(
      'llm/fleet is refused:\n\'pools[0]\' ("h100") must be a GpuPool: write [GpuPool.custom({ … })]',
    );
  });
});

test('what a prop should hold is of its kind', () => {
  const chart = new Chart(new App(), 'caches', { namespace: 'serving' });
  const h100 = GpuPool.custom({ name: 'h100', node: NodeShape.of('aws/p5.48xlarge') });
  const bins = [0, 60, 120].map((s) => ({
    time: new Date(1e12 + s * 1000).toISOString(),
    requestsPerSecond: 1,
  }));
  const whole = {
    ...propsOf(),
    node: NodeShape.of('aws/p5.48xlarge'),
    nodes: [NodeShape.of('aws/p5.48xlarge')],
    pool: h100,
    pools: [h100],
    platform: ServingPlatform.custom({}),
    metrics: MetricsBackend.prometheus('http://prometheus'),
    weights: cache().weights,
    imageCache: new WarmImageCache(chart, 'images'),
    compileCache: new CompileCacheVolume(chart, 'compiled', { storageClassName: 'efs' }),
    headroom: new WarmHeadroom(chart, 'warm'),
    scaleToZero: FrontDoor.query('x'),
    apiKey: SecretKey.of('a', 'b'),
    pins: [Pin.cpu(2, 'why')],
    signals: [ScalingSignal.queue()],
    clients: [NetworkPeer.namespaceOf('web')],
    monitors: [NetworkPeer.namespaceOf('web')],
    accelerator: Accelerator.custom({
      name: 'own',
      architecture: 'hopper',
      memoryGiB: 80,
      memoryBandwidthGBps: 3000,
      bf16Tflops: 900,
    } as Untyped),
    traffic: { history: TrafficTrace.fromBins('week', bins) },
    objectives: { timeToFirstTokenP95: Duration.millis(500) },
    measured: { coldStart: Duration.seconds(60) },
    gatewayTimeout: Duration.seconds(60),
    token: SecretKey.of('a', 'b'),
    store: WeightStore.sharedClaim(),
    service: new LlmInferenceService(chart, 'chat', propsOf()),
    imagePullSecrets: ['hub'],
    nodeSelector: { zone: 'a' },
  };
  expect(kindViolations(whole)).toEqual([]);
});

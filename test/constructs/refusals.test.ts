import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { Duration } from 'cdk8s';
import {
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  NodeShape,
  Pin,
  ScalingSignal,
  SecretKey,
  ServingPlatform,
  WeightSource,
  WorkloadKind,
} from '../../src';
import { chartOf, objectOf, propsOf, refusal, serviceOf, twoNodes } from './support';

describe('a refused service', () => {
  test('hears of its name, its props, ranges and contradictions at once', () => {
    const traffic = { peakRequestsPerSecond: 10, inputTokens: -5, meanRequestsPerSecond: 20 };
    const message = refusal(() =>
      serviceOf({
        name: 'Chat_8B',
        replicas: 0,
        traffic,
        objectives: { timeToFirstTokenP95: Duration.millis(0) },
        engine: InferenceEngine.vllm({ maxModelLen: 1_000_000 }),
      }),
    );
    expect(message.split('\n')).toEqual([
      'llm/chat is refused:',
      "'name' (\"Chat_8B\") must be a DNS-1035 label: a-z, 0-9 and -, a letter first, no - at the end: use 'chat-8b'",
      "'replicas' (0) must be a whole number, at least 1: leave it out to let the plan decide",
      "'engine.maxModelLen' (1000000) must be at most 131072, the model's max_position_embeddings: state 131072 or leave it out, or scale its positions with --hf-overrides in extraArgs",
      "'traffic.inputTokens' (-5) must be at least 1: give a number of tokens",
      "'objectives.timeToFirstTokenP95' (0) must be at least 1 ms: give milliseconds",
      "'traffic.meanRequestsPerSecond' (20) must be at most peakRequestsPerSecond (10): raise peakRequestsPerSecond or lower meanRequestsPerSecond",
    ]);
  });

  test('hears of contradictions beside values out of range', () => {
    const message = refusal(() =>
      serviceOf({
        traffic: { peakRequestsPerSecond: -1 },
        engine: InferenceEngine.vllm({ maxModelLen: 1_000_000, tensorParallelSize: 3 }),
      }),
    );
    expect(message).toContain("'traffic.peakRequestsPerSecond' (-1)");
    expect(message).toContain("'engine.maxModelLen' (1000000) must be at most 131072");
    expect(message).toContain("'engine.tensorParallelSize' (3)");
  });

  test('leaves neither objects nor its id nor its name behind', () => {
    const chart = chartOf();
    expect(() => serviceOf({ traffic: { peakRequestsPerSecond: 0 } }, chart)).toThrow();
    expect(chart.node.findAll()).toEqual([chart]);
    expect(() => serviceOf({}, chart)).not.toThrow();
  });

  test.each([
    ['model', { model: LlmModel.measured('openai/whisper-large-v3') }],
    ['model', { model: undefined as unknown as LlmModel }],
    ['traffic', { traffic: undefined as never }],
    ['engine.quantization', { engine: InferenceEngine.vllm({ quantization: 'fp3' as never }) }],
    ['engine.pipelineParallelSize', { engine: InferenceEngine.vllm({ pipelineParallelSize: 99 }) }],
    ['engine.dataParallelSize', { engine: InferenceEngine.vllm({ dataParallelSize: 0 }) }],
    ['usdPerGpuHour', { usdPerGpuHour: 0 }],
    ['measured.coldStart', { measured: { coldStart: Duration.seconds(0) } }],
    ['objectives.spareReplicas', { objectives: { spareReplicas: -1 } }],
    [
      'platform.kubernetesVersion',
      { platform: ServingPlatform.custom({ kubernetesVersion: '2' }) },
    ],
    [
      'platform.gatewayTimeout',
      { platform: ServingPlatform.custom({ gatewayTimeout: Duration.seconds(0) }) },
    ],
    ['accelerator', { accelerator: undefined }],
    ['signals', { replicas: 2, signals: [ScalingSignal.queue()] }],
    ['pins[0]', { replicas: 2, pins: [Pin.maxReplicas(3, 'contract')] }],
    ['pins[1]', { pins: [Pin.cpu(3, 'one'), Pin.cpu(4, 'two')] }],
    ['workload', { ...twoNodes, workload: WorkloadKind.DEPLOYMENT }],
    ['objectives.timeToFirstTokenP95', { objectives: { timeToFirstTokenP95: Duration.millis(2) } }],
  ])("names the prop '%s' in the user's words", (prop, part) => {
    expect(refusal(() => serviceOf(part))).toContain(`'${prop}' (`);
  });

  test('that does not fit is told the smallest change, which is accepted', () => {
    const planned = (tensorParallelSize: number) => {
      const engine = InferenceEngine.vllm({ tensorParallelSize, gpuMemoryUtilization: 0.2 });
      return LlmInferenceService.planFor(propsOf({ engine }));
    };
    expect(refusal(() => planned(1))).toMatch(
      /^'model' \("meta-llama\/Llama-3.1-8B-Instruct"\) must be one that fits H100-SXM, [\d.]+ GiB a GPU are missing: raise engine.tensorParallelSize to 2$/,
    );
    expect(planned(2).memory.fits).toBe(true);
  });

  test('on a disk smaller than its pod is told to enlarge it, or where else weights may lie', () => {
    const on = (diskGiB: number, weights?: WeightSource) => () => {
      const shape = { name: 'rack', gpus: 8, cpu: 192, memoryGiB: 2048, diskGiB };
      const node = NodeShape.custom(shape);
      return serviceOf({ node, weights });
    };
    expect(refusal(on(20))).toBe(
      'llm/chat is refused:\n\'node\' ("rack") must be one whose disk holds a pod: a pod asks for 27 GiB of disk and never starts on rack, which has 20 GiB: enlarge the disk, or keep the weights on a claim',
    );
    const claim = WeightSource.claim('weights');
    expect(on(20, claim)().plan.warnings).toContainEqual(
      expect.objectContaining({ code: 'disk-too-small', fix: 'enlarge the disk' }),
    );
    expect(refusal(on(9, claim))).toMatch(/which has 9 GiB: enlarge the disk$/);
    expect(on(40)().plan.warnings.map(({ code }) => code)).toContain('disk-too-small');
  });

  test('is told a name that is then accepted', () => {
    const [, advised] = /use '(.+)'$/m.exec(refusal(() => serviceOf({ name: '-Chat.' }))) ?? [];
    expect(objectOf(serviceOf({ name: advised }), 'LeaderWorkerSet')?.metadata.name).toBe(advised);
  });
});

describe('a value that is refused where it is made', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what a program without types may pass
  type Untyped = any;

  test('hears of a floor that KEDA would refuse, all of it at once', () => {
    const floor: Untyped = { start: 'x', timeZone: 'Foo', replicas: -4, replica: 2 };
    expect(refusal(() => ScalingSignal.floor(floor)).split('\n')).toEqual([
      'ScalingSignal.floor is refused:',
      "'replica' (2) must be a known prop (nearest: replicas): did you mean 'replicas'?",
      expect.stringMatching(/^'start' \("x"\) must be five fields/),
      expect.stringMatching(/^'end' \(missing\) must be five fields/),
      expect.stringMatching(/^'timeZone' \("Foo"\) must be an IANA time zone/),
      expect.stringMatching(/^'replicas' \(-4\) must be/),
    ]);
  });

  test('hears of a pin by its name, value and reason', () => {
    expect(refusal(() => Pin.cpu(0, ''))).toBe(
      [
        'Pin.cpu is refused:',
        "'value' (0) must be more than 0: correct the value or drop the pin",
        '\'because\' ("") must be a reason: say why the number is overruled',
      ].join('\n'),
    );
    expect(refusal(() => Pin.minReplicas('4' as Untyped, 'why'))).toContain('\'value\' ("4")');
    expect(refusal(() => Pin.drainWindowSeconds(Number.NaN, 'why'))).toContain("'value' (NaN)");
    expect(refusal(() => Pin.maxReplicas(2, undefined as Untyped))).toContain('(missing)');
  });

  test.each<[string, () => unknown]>([
    ['\'secretName\' ("") must be', () => SecretKey.of('', 'key')],
    ['\'key\' (" ") must be', () => SecretKey.of('hub', ' ')],
    [
      '\'revison\' ("x") must be a known prop',
      () => WeightSource.huggingFace({ revison: 'x' } as Untyped),
    ],
    [
      '\'paths\' ("x") must be a known prop',
      () => WeightSource.claim('w', { paths: 'x' } as Untyped),
    ],
    ['\'claimName\' ("") must be', () => WeightSource.claim('')],
    [
      '\'paths\' ("x") must be a known prop',
      () => WeightSource.image('w', { paths: 'x' } as Untyped),
    ],
    ['\'reference\' ("") must be', () => WeightSource.image('')],
    [
      "'matcher' ({}) must be a known prop",
      () => MetricsBackend.google('p', { matcher: {} } as Untyped),
    ],
    [
      '\'tenent\' ("a") must be a known prop',
      () => MetricsBackend.prometheus('http://p', { tenent: 'a' } as Untyped),
    ],
    [
      '\'tenant\' ("a") must be a known prop',
      () => MetricsBackend.amazon('http://p', 'r', { tenant: 'a' } as Untyped),
    ],
    [
      '\'tenant\' ("a") must be a known prop',
      () => MetricsBackend.azure('http://p', 'r', { tenant: 'a' } as Untyped),
    ],
  ])('%s …', (message, make) => {
    expect(refusal(make)).toContain(message);
  });

  test('hears of address, options and login of a metrics backend at once', () => {
    const options: Untyped = { tenent: 'a', username: SecretKey.of('login', 'user') };
    expect(refusal(() => MetricsBackend.prometheus('prometheus', options)).split('\n')).toEqual([
      'MetricsBackend.prometheus is refused:',
      expect.stringMatching(/^'tenent'/),
      expect.stringMatching(/^'password' \(missing\)/),
      expect.stringMatching(/^'serverAddress' \("prometheus"\)/),
    ]);
  });
});

test('a program that states nonsense ends with the violations and no frame of the library', () => {
  const program = `
    const { App, Chart } = require('cdk8s');
    const { LlmInferenceService, LlmModel, Accelerator } = require('./src');
    new LlmInferenceService(new Chart(new App(), 'llm'), 'chat', {
      model: LlmModel.of('Qwen/Qwen3-8B'), accelerator: Accelerator.L4,
      traffic: { peakRequestsPerSecond: -1 },
    });`;
  const cwd = resolve(__dirname, '../..');
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=commonjs', '--eval', program],
    { cwd, encoding: 'utf8' },
  );
  expect(status).toBe(1);
  expect(stderr).toContain(
    "InvalidInput: llm/chat is refused:\n'traffic.peakRequestsPerSecond' (-1) must be more than 0",
  );
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain('violations');
});

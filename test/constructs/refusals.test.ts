import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { Duration } from 'cdk8s';
import {
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  Pin,
  ScalingSignal,
  ServingPlatform,
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
      "'traffic.inputTokens' (-5) must be at least 1: give a number of tokens",
      "'objectives.timeToFirstTokenP95' (0) must be at least 1 ms: give milliseconds",
      "'traffic.meanRequestsPerSecond' (20) must be at most peakRequestsPerSecond (10): raise peakRequestsPerSecond or lower meanRequestsPerSecond",
      "'engine.maxModelLen' (1000000) must be at most 131072, the model's max_position_embeddings: state 131072 or leave it out",
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
    [
      'signals[1].start',
      {
        signals: [
          ScalingSignal.queue(),
          ScalingSignal.floor({ start: 'x', end: '0 20 * * *', timeZone: 'UTC', replicas: 2 }),
        ],
      },
    ],
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

  test('is told a name that is then accepted', () => {
    const [, advised] = /use '(.+)'$/m.exec(refusal(() => serviceOf({ name: '-Chat.' }))) ?? [];
    expect(objectOf(serviceOf({ name: advised }), 'LeaderWorkerSet')?.metadata.name).toBe(advised);
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

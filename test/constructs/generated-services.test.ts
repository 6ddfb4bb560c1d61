import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Accelerator,
  CloudProvider,
  FrontDoor,
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  Pin,
  ScalingSignal,
  SecretKey,
  ServingPlatform,
  WeightSource,
  WorkloadKind,
} from '../../src';
import { InvalidInput } from '../../src/violations';
import { chartOf } from './support';

const { constantFrom, option, record, integer, boolean, double } = fc;
const maybe = <T>(values: fc.Arbitrary<T>) => option(values, { nil: undefined });

const login = SecretKey.of('login', 'token');
const metrics = constantFrom(
  MetricsBackend.prometheus('http://prometheus:9090'),
  MetricsBackend.prometheus('http://mimir', {
    tenant: 'a',
    token: login,
    matchers: { cluster: 'c' },
  }),
  MetricsBackend.amazon('https://aps', 'eu-central-1'),
  MetricsBackend.google('project'),
  MetricsBackend.azure('https://azure', 'client'),
);

const platforms = record({
  kubernetesVersion: constantFrom('1.31', '1.34', '1.36'),
  provider: maybe(constantFrom(...Object.values(CloudProvider))),
  metrics,
  kueue: boolean(),
  openShift: boolean(),
  gpuQuota: maybe(integer({ min: 1, max: 64 })),
}).map((props) => ServingPlatform.custom(props));

const models = constantFrom(
  'Qwen/Qwen3-8B',
  'Qwen/Qwen3-30B-A3B-FP8',
  'meta-llama/Llama-3.2-1B-Instruct',
  'meta-llama/Llama-3.3-70B-Instruct',
  'meta-llama/Llama-3.1-405B-Instruct-FP8',
  'deepseek-ai/DeepSeek-V3.1',
  'openai/gpt-oss-120b',
).map((id) => LlmModel.of(id));

const accelerators = constantFrom('L4', 'A100-80GB-SXM', 'H100-SXM', 'H200-SXM', 'MI300X').map(
  (id) => Accelerator.of(id),
);

const engines = record({
  version: constantFrom('0.18.0', '0.21.0', '0.24.0', '0.32.0'),
  maxModelLen: maybe(constantFrom(4096, 16_384)),
  maxNumSeqs: maybe(integer({ min: 8, max: 512 })),
  optimizationLevel: maybe(integer({ min: 0, max: 3 })),
  loraModules: maybe(constantFrom({ sql: '/models/sql' })),
}).map((options) => InferenceEngine.vllm(options));

const services = record({
  model: models,
  accelerator: accelerators,
  engine: engines,
  traffic: record({
    peakRequestsPerSecond: double({ min: 0.01, max: 200, noNaN: true }),
    inputTokens: integer({ min: 1, max: 4000 }),
    outputTokens: integer({ min: 1, max: 2000 }),
  }),
  weights: maybe(
    constantFrom(WeightSource.claim('weights'), WeightSource.huggingFace({ token: login })),
  ),
  workload: maybe(constantFrom(...Object.values(WorkloadKind))),
  scaleToZero: maybe(constantFrom(FrontDoor.query('sum(rate(gateway_requests_total[2m]))'))),
  signals: maybe(
    fc.subarray([ScalingSignal.queue(), ScalingSignal.kvUsage(), ScalingSignal.forecast()]),
  ),
  pins: maybe(fc.subarray([Pin.minReplicas(2, 'law'), Pin.drainWindowSeconds(60, 'law')])),
  apiKey: maybe(constantFrom(login)),
}).map(({ pins, ...rest }) => ({
  ...rest,
  // Adapters of one place are refused with weights of another.
  weights: rest.engine._toRequest('nvidia').lora ? WeightSource.claim('weights') : rest.weights,
  // A minimum of two and none at all contradict each other.
  pins: rest.scaleToZero ? pins?.filter(({ quantity }) => quantity !== '/fleet/minReplicas') : pins,
}));

/** Every value below an object with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}/${key}`));
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || /\b(undefined|NaN|null|Infinity)\b/.test(String(value));

describe('any service', () => {
  let rendered = 0;

  test('is rendered whole or refused with its violations', () => {
    fc.assert(
      fc.property(platforms, services, (platform, props) => {
        const chart = chartOf(platform);
        try {
          new LlmInferenceService(chart, 'chat', props);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          expect(chart.node.children).toEqual([]);
          return;
        }
        rendered += 1;
        for (const object of Chart.of(chart).toJson()) {
          expect(object).toMatchObject({
            apiVersion: expect.stringMatching(/^([a-z0-9.-]+\/)?v\d\w*$/),
            kind: expect.stringMatching(/^[A-Z]\w+$/),
            metadata: { name: expect.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/) },
          });
          expect(leaves(object).filter(([, value]) => isNothing(value))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  }, 20_000);

  test('of these is rendered in one of six at least', () => {
    expect(rendered).toBeGreaterThan(10);
  });
});

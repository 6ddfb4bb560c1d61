import * as fc from 'fast-check';
import {
  Accelerator,
  CloudProvider,
  FrontDoor,
  InferenceEngine,
  LlmModel,
  MetricsBackend,
  Pin,
  ScalingSignal,
  SecretKey,
  ServingPlatform,
  WeightSource,
  WorkloadKind,
} from '../../src';

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

/** Sites of every kind, as an arbitrary. */
export const platforms = record({
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

/** Props of services of every kind, many of which are refused. */
export const services = record({
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
  scaleToZero: maybe(
    constantFrom(FrontDoor.query('sum(rate(gateway_requests_total{service="chat"}[2m]))')),
  ),
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

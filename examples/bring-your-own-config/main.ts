import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import {
  Accelerator,
  CloudProvider,
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  NetworkPeer,
  NodeAutoscaler,
  NodeShape,
  Pin,
  Report,
  SecretKey,
  ServingPlatform,
  WeightSource,
} from 'cdk8s-llm';

// Replace it by the digest of your own build.
const image =
  'registry.example.com/ml/vllm-openai@sha256:' +
  '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

const app = new App();
ServingPlatform.custom({
  kubernetesVersion: '1.35',
  provider: CloudProvider.BARE_METAL,
  nodeAutoscaler: NodeAutoscaler.NONE,
  metrics: MetricsBackend.prometheus('https://mimir.example.com/prometheus', {
    tenant: 'ml',
    token: SecretKey.of('mimir-reader', 'token'),
    matchers: { cluster: 'rack-7' },
  }),
  nodes: [
    NodeShape.custom({
      name: 'rack-7/l40s-4',
      gpus: 4,
      cpu: 64,
      memoryGiB: 512,
      diskGiB: 1800,
      usdPerHour: 3.6,
    }),
  ],
  gpuQuota: 24,
  defaults: { imagePullSecrets: ['registry-example-com'] },
}).provide(app);

const chart = new Chart(app, 'bring-your-own-config', { namespace: 'summaries' });
const summaries = new LlmInferenceService(chart, 'summaries', {
  model: LlmModel.fromConfigFile('config.json', 'example/summaries-14b'),
  accelerator: Accelerator.L40S,
  traffic: {
    peakRequestsPerSecond: 10,
    meanRequestsPerSecond: 3,
    inputTokens: 2000,
    inputTokensP95: 6000,
    outputTokens: 150,
    outputTokensP99: 500,
  },
  objectives: {
    timeToFirstTokenP95: Duration.seconds(3),
    timePerOutputTokenP95: Duration.millis(80),
  },
  engine: InferenceEngine.vllm({ version: '0.32.0', image, maxModelLen: 16384, maxNumSeqs: 128 }),
  weights: WeightSource.claim('summaries-14b'),
  servedModelName: 'summaries',
  apiKey: SecretKey.of('summaries-api', 'key'),
  clients: [NetworkPeer.namespaceOf('gateway')],
  monitors: [NetworkPeer.namespaceOf('monitoring')],
  pins: [Pin.minReplicas(4, 'the contract promises four replicas until March')],
});
summaries.addPodPatch(JsonPatch.add('/spec/runtimeClassName', 'nvidia'));

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(summaries.plan));

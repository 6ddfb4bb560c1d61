import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration } from 'cdk8s';
import {
  Accelerator,
  CloudProvider,
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  Report,
  ServingPlatform,
  WeightSource,
} from 'cdk8s-llm';

const app = new App();
ServingPlatform.custom({
  kubernetesVersion: '1.35',
  provider: CloudProvider.AWS,
  metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  monitorLabels: { release: 'kube-prometheus-stack' },
  nodeDrainLimit: Duration.minutes(10),
  gatewayTimeout: Duration.minutes(5),
}).provide(app);

const chart = new Chart(app, 'chat-70b', { namespace: 'serving' });
const chat = new LlmInferenceService(chart, 'chat', {
  model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
  accelerator: Accelerator.H100_SXM,
  traffic: {
    peakRequestsPerSecond: 100,
    meanRequestsPerSecond: 40,
    inputTokens: 500,
    outputTokens: 300,
    outputTokensP99: 1500,
  },
  objectives: {
    timeToFirstTokenP95: Duration.millis(200),
    timePerOutputTokenP95: Duration.millis(30),
  },
  engine: InferenceEngine.vllm({
    version: '0.32.0',
    maxModelLen: 8192,
    maxNumSeqs: 256,
    tensorParallelSize: 8,
  }),
  weights: WeightSource.claim('llama-weights', { path: 'llama-3.3-70b-instruct' }),
  usdPerGpuHour: 6.88,
});

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(chat.plan));

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
  NodeAutoscaler,
  NodeShape,
  Report,
  Routing,
  ServingPlatform,
  WeightSource,
} from 'cdk8s-llm';

const app = new App();
ServingPlatform.custom({
  kubernetesVersion: '1.35',
  provider: CloudProvider.AWS,
  // A capacity block: the nodes are there, and nobody buys another.
  nodeAutoscaler: NodeAutoscaler.NONE,
  metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  monitorLabels: { release: 'kube-prometheus-stack' },
  nodeDrainLimit: Duration.minutes(15),
  gatewayTimeout: Duration.minutes(10),
  gpuQuota: 64,
}).provide(app);

const chart = new Chart(app, 'deepseek-multi-node', { namespace: 'reasoning' });
const r1 = new LlmInferenceService(chart, 'r1', {
  model: LlmModel.of('deepseek-ai/DeepSeek-R1'),
  accelerator: Accelerator.H100_SXM,
  node: NodeShape.of('aws/p5.48xlarge'),
  traffic: {
    peakRequestsPerSecond: 6,
    meanRequestsPerSecond: 2.5,
    inputTokens: 1000,
    inputTokensP95: 3000,
    outputTokens: 1200,
    outputTokensP99: 6000,
    routing: Routing.LOAD_AWARE,
  },
  objectives: {
    timeToFirstTokenP95: Duration.seconds(1),
    timePerOutputTokenP95: Duration.millis(60),
  },
  engine: InferenceEngine.vllm({
    version: '0.32.0',
    tensorParallelSize: 8,
    pipelineParallelSize: 2,
    maxModelLen: 16384,
    maxNumSeqs: 256,
  }),
  weights: WeightSource.claim('deepseek-weights', { path: 'deepseek-r1' }),
  usdPerGpuHour: 6.88,
});

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(r1.plan));

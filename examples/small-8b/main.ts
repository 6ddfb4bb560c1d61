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
  NodeShape,
  Report,
  SecretKey,
  ServingPlatform,
  WeightSource,
  WorkloadKind,
} from 'cdk8s-llm';

const app = new App();
ServingPlatform.custom({
  kubernetesVersion: '1.34',
  provider: CloudProvider.AWS,
  metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  monitorLabels: { release: 'kube-prometheus-stack' },
}).provide(app);

const chart = new Chart(app, 'small-8b', { namespace: 'assistants' });
const assistant = new LlmInferenceService(chart, 'assistant', {
  model: LlmModel.of('Qwen/Qwen3-8B-FP8'),
  accelerator: Accelerator.L4,
  node: NodeShape.of('aws/g6.xlarge').priced(0.8048),
  traffic: {
    peakRequestsPerSecond: 4,
    meanRequestsPerSecond: 1.5,
    inputTokens: 400,
    outputTokens: 200,
    outputTokensP99: 800,
  },
  objectives: {
    timeToFirstTokenP95: Duration.seconds(1),
    timePerOutputTokenP95: Duration.millis(80),
  },
  engine: InferenceEngine.vllm({ version: '0.32.0', maxModelLen: 8192, maxNumSeqs: 128 }),
  weights: WeightSource.huggingFace({ token: SecretKey.of('hugging-face', 'token') }),
  workload: WorkloadKind.DEPLOYMENT,
});

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(assistant.plan));

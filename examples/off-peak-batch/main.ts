import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration } from 'cdk8s';
import {
  type CapacityPlan,
  CloudProvider,
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  NodeAutoscaler,
  NodeShape,
  OffPeakBatch,
  PriorityLadder,
  PriorityTier,
  Report,
  ServingPlatform,
  WeightSource,
} from 'cdk8s-llm';

/** Two p5.48xlarge, reserved for three years at this price. */
const GPUS = 16;
const USD_PER_GPU_HOUR = 3.1;

const app = new App();
const platform = ServingPlatform.custom({
  kubernetesVersion: '1.35',
  provider: CloudProvider.AWS,
  nodeAutoscaler: NodeAutoscaler.NONE,
  metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
}).provide(app);

new PriorityLadder(new Chart(app, 'priorities'), 'ladder');

const chart = new Chart(app, 'off-peak-batch', { namespace: 'serving' });
const props = {
  model: LlmModel.of('Qwen/Qwen3-32B'),
  node: NodeShape.of('aws/p5.48xlarge'),
  traffic: {
    peakRequestsPerSecond: 35,
    meanRequestsPerSecond: 12,
    inputTokens: 800,
    outputTokens: 250,
    outputTokensP99: 1000,
  },
  engine: InferenceEngine.vllm({
    version: '0.32.0',
    image:
      'registry.example.com/vllm@sha256:5b4a1f3e6d2c9087a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718',
    tensorParallelSize: 2,
    maxModelLen: 8192,
    maxNumSeqs: 256,
  }),
  weights: WeightSource.claim('qwen3-weights'),
  tier: PriorityTier.ONLINE,
  preemptionWait: Duration.seconds(30),
  usdPerGpuHour: USD_PER_GPU_HOUR,
};
const chat = new LlmInferenceService(chart, 'chat', props);

const batch = new OffPeakBatch(chart, 'evaluate', {
  service: chat,
  command: ['python3', '/app/evaluate.py', '--model=/models'],
  gpus: GPUS,
  drain: Duration.seconds(30),
});

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(chat.plan));

const alone = LlmInferenceService.planFor({ ...props, platform, preemptionWait: undefined });
const idle = GPUS - (chat.plan.fleet?.gpusAtMin ?? 0);
const usd = (gpus: number) => `${(gpus * USD_PER_GPU_HOUR).toFixed(2)} USD/h`;
writeFileSync(
  join(app.outdir, 'before-after.md'),
  `| at the minimum of the service | before | after |
|---|---:|---:|
| GPUs paid for | ${GPUS} | ${GPUS} |
| GPUs that work for nobody | ${idle} | ${idle - batch.gpus} |
| which cost | ${usd(idle)} | ${usd(idle - batch.gpus)} |
| batch pods | 0 | ${batch.pods} |
| longest wait of a new replica for GPUs | ${schedule(alone)} s | ${schedule(chat.plan)} s |
| cold start of a new replica | ${Math.round(alone.coldStart.seconds)} s | ${Math.round(chat.plan.coldStart.seconds)} s |
`,
);

function schedule({ coldStart }: CapacityPlan): number {
  return coldStart.stages.find(({ name }) => name === 'schedule')?.seconds ?? 0;
}

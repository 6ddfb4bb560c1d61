import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration, Size } from 'cdk8s';
import {
  Accelerator,
  type CapacityPlan,
  CloudProvider,
  CompileCacheVolume,
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  PriorityLadder,
  PriorityTier,
  Report,
  SecretKey,
  ServingPlatform,
  WarmHeadroom,
  WarmImageCache,
  WeightCache,
  WeightStore,
} from 'cdk8s-llm';

const app = new App();
const platform = ServingPlatform.custom({
  kubernetesVersion: '1.35',
  provider: CloudProvider.AWS,
  metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  sharedStorageClass: 'fsx-lustre',
}).provide(app);

new PriorityLadder(new Chart(app, 'priorities'), 'ladder');
const headroom = new WarmHeadroom(new Chart(app, 'headroom', { namespace: 'headroom' }), 'warm');

const chart = new Chart(app, 'fast-cold-start', { namespace: 'serving' });
const model = LlmModel.of('meta-llama/Llama-3.3-70B-Instruct');

// Caches come first: a plan is final once its service is there.
const images = new WarmImageCache(chart, 'images', {
  pauseImage: 'registry.k8s.io/pause:3.10',
});
const weights = new WeightCache(chart, 'llama', {
  model,
  revision: '6f6073b423013f6a7d4d9f39144961bfbfbc386b',
  token: SecretKey.of('hugging-face', 'token'),
  // 7200 GiB of FSx for Lustre at 1000 MB/s a TiB are 7 GB/s: 2 for each of three that load at once.
  store: WeightStore.sharedClaim({
    size: Size.gibibytes(7200),
    readGBps: 2,
    zone: 'us-east-1a',
  }),
  image:
    'registry.example.com/python@sha256:9c1d2e3f4a5b60718293a4b5c6d7e8f901a2b3c4d5e6f708192a3b4c5d6e7f80',
});
const compileCache = new CompileCacheVolume(chart, 'compile-cache', {
  storageClassName: 'efs',
});

const bare = {
  model,
  accelerator: Accelerator.H100_SXM,
  traffic: {
    peakRequestsPerSecond: 100,
    meanRequestsPerSecond: 40,
    rampRequestsPerSecondPerMinute: 6,
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
    image:
      'registry.example.com/vllm@sha256:5b4a1f3e6d2c9087a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718',
    maxModelLen: 8192,
    maxNumSeqs: 256,
  }),
  tier: PriorityTier.ONLINE,
  usdPerGpuHour: 6.88,
};
const chat = new LlmInferenceService(chart, 'chat', {
  ...bare,
  imageCache: images,
  weights: weights.weights,
  compileCache,
  headroom,
});

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(chat.plan));

const before = LlmInferenceService.planFor({ ...bare, platform });
const after = chat.plan;
const row = (what: string, show: (plan: CapacityPlan) => string) =>
  `| ${what} | ${show(before)} | ${show(after)} |`;
const s = (seconds: number) => `${Math.round(seconds)} s`;
const usd = (value = 0) => `${value.toFixed(2)} USD/h`;
const idle = ({ headroom: room }: CapacityPlan) => room?.usdPerHour ?? 0;
writeFileSync(
  join(app.outdir, 'before-after.md'),
  `${[
    '| a replica more | without caches | with them |',
    '|---|---:|---:|',
    ...before.coldStart.stages.map(({ name }, i) =>
      row(name, ({ coldStart }) => s(coldStart.stages[i].seconds)),
    ),
    row('**cold start**', ({ coldStart }) => s(coldStart.seconds)),
    row('from load to a replica', ({ scaling }) => s(scaling?.timeToScaleSeconds ?? 0)),
    row('startup budget', ({ probes }) => s(probes.startupBudgetSeconds)),
    row('replicas at the minimum', ({ fleet }) => String(fleet?.minReplicas)),
    row('replicas at the maximum', ({ fleet }) => String(fleet?.maxReplicas)),
    row('in-flight target', ({ replica }) => String(replica?.inFlightScaleTarget)),
    row('fleet at the mean', ({ cost }) => usd(cost?.usdPerHourMean)),
    row('nodes kept ready', (plan) => usd(idle(plan))),
    row('**together**', (plan) => usd((plan.cost?.usdPerHourMean ?? 0) + idle(plan))),
  ].join('\n')}\n`,
);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration } from 'cdk8s';
import {
  CloudProvider,
  GpuPool,
  GpuQuota,
  InferenceEngine,
  LlmFleet,
  LlmModel,
  MetricsBackend,
  NodeAutoscaler,
  NodeShape,
  PriorityLadder,
  PriorityTier,
  Report,
  ServingPlatform,
  WeightSource,
} from 'cdk8s-llm';

const app = new App();
ServingPlatform.custom({
  kubernetesVersion: '1.35',
  provider: CloudProvider.AWS,
  nodeAutoscaler: NodeAutoscaler.KARPENTER,
  metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  monitorLabels: { release: 'kube-prometheus-stack' },
}).provide(app);

// Replace them by the digests of your own builds; speech needs one with vllm[audio].
const digest = '@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const text = { version: '0.32.0', image: `registry.example.com/ml/vllm-openai${digest}` };
const audio = { version: '0.32.0', image: `registry.example.com/ml/vllm-audio${digest}` };

// One kind of machine a model: each scales on its own, and none waits for another's nodes.
const a100 = GpuPool.custom({
  name: 'a100',
  node: NodeShape.of('aws/p4de.24xlarge').priced(27.447),
  gpus: 8,
});
const h100 = GpuPool.custom({
  name: 'h100',
  node: NodeShape.of('aws/p5.48xlarge').priced(55.04),
  gpus: 64,
});
const burst = GpuPool.custom({
  name: 'burst',
  node: NodeShape.of('aws/g6.xlarge').priced(0.8048),
  gpus: 3,
  spotGpus: 10,
  spotUsdPerGpuHour: 0.33,
});

const cluster = new Chart(app, 'cluster');
new PriorityLadder(cluster, 'priorities');

const chart = new Chart(app, 'models', { namespace: 'models' });
const fleet = new LlmFleet(chart, 'fleet', {
  pools: [a100, h100, burst],
  defaults: { engine: InferenceEngine.vllm({ ...text, maxModelLen: 8192 }) },
});

// Few requests that must be fast: others build on them.
const fast = fleet.addService('fast', {
  model: LlmModel.of('Qwen/Qwen2.5-7B-Instruct'),
  pool: a100,
  tier: PriorityTier.CRITICAL,
  traffic: {
    peakRequestsPerSecond: 15,
    meanRequestsPerSecond: 6,
    inputTokens: 400,
    outputTokens: 100,
    outputTokensP99: 400,
  },
  objectives: {
    timeToFirstTokenP95: Duration.millis(200),
    timePerOutputTokenP95: Duration.millis(25),
    spareReplicas: 1,
  },
  weights: WeightSource.claim('qwen-weights'),
});

// Many requests, throughput before latency.
const large = fleet.addService('large', {
  model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
  pool: h100,
  tier: PriorityTier.ONLINE,
  traffic: {
    peakRequestsPerSecond: 100,
    meanRequestsPerSecond: 40,
    inputTokens: 500,
    outputTokens: 300,
    outputTokensP99: 1500,
  },
  objectives: {
    timeToFirstTokenP95: Duration.seconds(1),
    timePerOutputTokenP95: Duration.millis(80),
    spareReplicas: 1,
  },
  weights: WeightSource.claim('llama-weights'),
});

// Bursts of recordings. No geometry: planned from a benchmark of one replica.
const speech = fleet.addService('speech', {
  model: LlmModel.measured('openai/whisper-large-v3'),
  pool: burst,
  tier: PriorityTier.STANDARD,
  engine: InferenceEngine.vllm({ ...audio, maxModelLen: 448 }),
  measured: { maxRequestsPerSecond: 4, checkpointGiB: 2.9 },
  traffic: {
    peakRequestsPerSecond: 24,
    meanRequestsPerSecond: 3,
    rampRequestsPerSecondPerMinute: 1,
    inputTokens: 4,
    outputTokens: 120,
    outputTokensP99: 440,
  },
  objectives: {
    timeToFirstTokenP95: Duration.seconds(2),
    timePerOutputTokenP95: Duration.millis(40),
    spareReplicas: 0,
  },
  weights: WeightSource.claim('whisper-weights'),
});

new GpuQuota(chart, 'gpus', { services: fleet.services, perTier: true });

app.synth();
const write = (name: string, report: string): void => writeFileSync(join(app.outdir, name), report);
const report = fleet.plan();
write('fleet.md', Report.fleet(report));

// Before: every model at its peak day and night, on demand. After: as the fleet scales.
const perGpuHour = { fast: 27.447 / 8, large: 55.04 / 8, speech: 0.8048 };
const services = { fast, large, speech };
const names = Object.keys(services) as (keyof typeof services)[];
const usd = (value: number) => `${value.toFixed(2)} USD/h`;
const atPeak = (name: keyof typeof services) =>
  (services[name].plan.fleet?.gpusAtPeak ?? 0) * perGpuHour[name];
const atMean = (name: keyof typeof services) => services[name].plan.cost?.usdPerHourMean ?? 0;
const toScale = (name: keyof typeof services) =>
  `${Math.round(services[name].plan.scaling?.timeToScaleSeconds ?? 0)} s`;
write(
  'before-after.md',
  `${[
    '| model | at its peak for ever | at the mean, as it scales | from load to one replica more |',
    '|---|---:|---:|---:|',
    ...names.map(
      (name) => `| ${name} | ${usd(atPeak(name))} | ${usd(atMean(name))} | ${toScale(name)} |`,
    ),
    `| together | ${usd(names.reduce((sum, name) => sum + atPeak(name), 0))} | ${usd(report.usdPerHourMean ?? 0)} | |`,
  ].join('\n')}\n`,
);
write('plan.md', [fast, large, speech].map(({ plan }) => Report.plan(plan)).join('\n'));

import type { PlanAnswer } from '../../src/capacity/answer';
import type { PlatformSpec } from '../../src/kube/platform';
import { renderService, type ServiceObjects } from '../../src/manifests';
import type { ServiceSpec } from '../../src/manifests/service-spec';

/** Any part of a value; what is left out keeps its example. */
export type Part<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Part<T[K]> }
    : T;

/** A 70B model in fp8 on one node of eight H100. */
export function planOf(part: Part<PlanAnswer> = {}): PlanAnswer {
  return merge(plan, part);
}

export function specOf(part: Part<ServiceSpec> = {}): ServiceSpec {
  return merge(spec, part);
}

export function platformOf(part: Part<PlatformSpec> = {}): PlatformSpec {
  return merge(platform, part);
}

/** The same model over two such nodes. */
export const twoNodes: Part<PlanAnswer> = {
  choice: {
    engineArguments: ['--tensor-parallel-size=8', '--pipeline-parallel-size=2', '--nnodes=2'],
  },
  replica: { gpus: 16, nodes: 2 },
  drain: { workerGraceSeconds: 176 },
};

export function rendered(
  planPart: Part<PlanAnswer> = {},
  specPart: Part<ServiceSpec> = {},
  platformPart: Part<PlatformSpec> = {},
): ServiceObjects {
  return renderService(planOf(planPart), specOf(specPart), platformOf(platformPart), 15);
}

/** Fields of an object a test reaches into without caring for their types. */
// biome-ignore lint/suspicious/noExplicitAny: a wire object has no type below its first level
export type Fields = Record<string, any>;

/** The pod template of a role. */
export function podOf({ workload }: ServiceObjects, role = 'leader'): Fields {
  const { template, leaderWorkerTemplate: group } = workload.spec as Fields;
  if (template) return template;
  return role === 'leader' ? (group.leaderTemplate ?? group.workerTemplate) : group.workerTemplate;
}

export function containerOf(objects: ServiceObjects, role = 'leader'): Fields {
  return podOf(objects, role).spec.containers[0];
}

function merge<T>(value: T, part: unknown): T {
  if (part === undefined) return value;
  if (!isFields(value) || !isFields(part)) return part as T;
  const merged: Fields = { ...value };
  for (const [key, item] of Object.entries(part)) {
    merged[key] = item === undefined ? undefined : merge(merged[key], item);
  }
  return merged as T;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const choice: PlanAnswer['choice'] = {
  tensor: 8,
  pipeline: 1,
  data: 1,
  expert: false,
  decodeContext: 1,
  node: 'aws/p5.48xlarge',
  accelerator: 'H100-SXM',
  quantization: 'fp8',
  engineArguments: ['--tensor-parallel-size=8', '--max-model-len=8192', '--max-num-seqs=256'],
};

const plan: PlanAnswer = {
  schema: 1,
  catalogue: '2026-11',
  inputsHash: '',
  name: 'chat',
  namespace: 'serving',
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  choice,
  rejected: [],
  memory: {
    fits: true,
    missingGiBPerGpu: 0,
    smallestChange: '',
    weightsGiBPerGpu: 8.4,
    nonTorchGiBPerGpu: 0.6,
    activationGiBPerGpu: 2.2,
    cudaGraphGiBPerGpu: 0.5,
    kvCacheGiBPerGpu: 58.1,
    kvBytesPerTokenPerGpu: 40960,
    stateBytesPerSequencePerGpu: 0,
    blockSize: 16,
    blocks: 95190,
    kvCacheTokens: 1523040,
    maxConcurrency: 185,
  },
  speed: { baseStepMs: 8, perSequenceMs: 0.02, perInputTokenMs: 0.01 },
  replica: {
    maxRequestsPerSecond: 21,
    bindingConstraint: 'timeToFirstToken',
    relaxed: [],
    inFlightAtObjective: 160,
    inFlightScaleTarget: 128,
    inFlightLimit: 256,
    gpus: 8,
    nodes: 1,
    cpu: 44,
    memoryGiB: 96,
    memoryLimitGiB: 256,
    sharedMemoryGiB: 32,
    diskGiB: 90,
  },
  fleet: {
    replicasForObjectives: 5,
    replicasForGrowth: 1,
    spareReplicas: 1,
    minReplicas: 6,
    maxReplicas: 16,
    replicasLow: 4,
    replicasHigh: 7,
    gpusAtMin: 48,
    gpusAtMean: 48,
    gpusAtPeak: 56,
    gpusAtMax: 128,
    gpusDuringRollout: 48,
  },
  coldStart: {
    stages: [{ name: 'weights', seconds: 64, cached: false }],
    beforeContainerSeconds: 240,
    beforeContainerP95ColdCacheSeconds: 300,
    inContainerSeconds: 200,
    inContainerP95ColdCacheSeconds: 590,
    seconds: 440,
  },
  probes: {
    startupBudgetSeconds: 600,
    startupPeriodSeconds: 5,
    startupTimeoutSeconds: 60,
    startupFailureThreshold: 120,
    livenessSeconds: 180,
    readinessTimeoutSeconds: 10,
  },
  drain: {
    propagationSeconds: 15,
    engineSeconds: 131,
    teardownSeconds: 10,
    graceSeconds: 166,
    workerGraceSeconds: 166,
  },
  scaling: {
    signals: [
      {
        name: 'in-flight',
        kind: 'total',
        metricType: 'AverageValue',
        query: 'sum(vllm:num_requests_running{service="chat"})',
        threshold: 128,
        reason: '',
      },
    ],
    recordings: [],
    floors: [],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 3, periodSeconds: 440 }],
        tolerance: 0,
      },
      scaleDown: {
        stabilizationWindowSeconds: 600,
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 10, periodSeconds: 166 }],
        tolerance: 0,
      },
    },
    fallback: { failureThreshold: 3, replicas: 6, behavior: 'currentReplicasIfHigher' },
    timeToScaleSeconds: 470,
  },
  alerts: [],
  requirements: [],
  evidence: [],
  warnings: [],
};

const spec: ServiceSpec = {
  name: 'chat',
  namespace: 'serving',
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  servedModelName: 'llama',
  engine: { version: '0.32.0', image: 'vllm/vllm-openai:v0.32.0', extraArgs: [], env: {} },
  weights: { kind: 'claim', claimName: 'llama-weights', path: 'llama' },
  workload: 'leader-worker-set',
  accelerator: { id: 'H100-SXM', resourceName: 'nvidia.com/gpu' },
  scheduling: { nodeSelector: {}, tolerations: [], spreadOver: [] },
  imagePullSecrets: [],
  podLabels: {},
  podAnnotations: {},
  readOnlyRootFilesystem: true,
  clients: [],
  monitorPeers: [],
  planAnnotation: '{"schema":1,"name":"chat"}',
  pinNotes: [],
};

const platform: PlatformSpec = {
  kubernetesVersion: '1.36',
  provider: 'aws',
  nodeAutoscaler: 'karpenter',
  metrics: {
    kind: 'prometheus',
    serverAddress: 'http://prometheus-operated.monitoring:9090',
    auth: { kind: 'none' },
    matchers: {},
    kubeStateMetrics: true,
  },
  monitorLabels: {},
  kueue: false,
  openShift: false,
};

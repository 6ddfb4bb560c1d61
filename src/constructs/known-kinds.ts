/** What a prop must hold, and the call that makes one. */
export interface Kind {
  /** Name of the class; `string` and `object` are those of the language. */
  readonly of: string;
  readonly write: string;
  readonly isList?: boolean;
}

const duration: Kind = { of: 'Duration', write: 'Duration.seconds(60)' };
const secret: Kind = { of: 'SecretKey', write: "SecretKey.of('name', 'key')" };
const names: Kind = { of: 'string', write: "['name']", isList: true };
const labels: Kind = { of: 'object', write: "{ key: 'value' }" };
const word: Kind = { of: 'string', write: "'name'" };
const peers: Kind = { of: 'NetworkPeer', write: "[NetworkPeer.namespaceOf('web')]", isList: true };

/** Props that mean the same wherever they stand: services, pools, fleets, platforms. */
export const KINDS: Readonly<Record<string, Kind>> = {
  model: { of: 'LlmModel', write: "LlmModel.of('meta-llama/Llama-3.3-70B-Instruct')" },
  accelerator: { of: 'Accelerator', write: 'Accelerator.H100_SXM, or Accelerator.of(id)' },
  node: { of: 'NodeShape', write: "NodeShape.of('aws/p5.48xlarge')" },
  nodes: { of: 'NodeShape', write: "[NodeShape.of('aws/p5.48xlarge')]", isList: true },
  pool: { of: 'GpuPool', write: 'GpuPool.custom({ … })' },
  pools: { of: 'GpuPool', write: '[GpuPool.custom({ … })]', isList: true },
  platform: { of: 'ServingPlatform', write: 'ServingPlatform.custom({ … })' },
  metrics: { of: 'MetricsBackend', write: "MetricsBackend.prometheus('http://…')" },
  engine: { of: 'InferenceEngine', write: 'InferenceEngine.vllm({ … })' },
  weights: {
    of: 'WeightSource',
    write: "WeightSource.claim('llama-weights'), or 'cache.weights' of a WeightCache",
  },
  imageCache: { of: 'WarmImageCache', write: "new WarmImageCache(chart, 'images')" },
  compileCache: { of: 'CompileCacheVolume', write: "new CompileCacheVolume(chart, 'compiled')" },
  headroom: { of: 'WarmHeadroom', write: "new WarmHeadroom(chart, 'warm') in its own namespace" },
  scaleToZero: { of: 'FrontDoor', write: "FrontDoor.query('…')" },
  apiKey: { of: 'SecretKey', write: "SecretKey.of('chat', 'api-key')" },
  pins: { of: 'Pin', write: "[Pin.minReplicas(4, 'why')]", isList: true },
  signals: { of: 'ScalingSignal', write: '[ScalingSignal.queue()]', isList: true },
  clients: peers,
  monitors: peers,
  name: word,
  servedModelName: word,
  priorityClassName: word,
  imagePullSecrets: names,
  toleratedTaints: names,
  podLabels: labels,
  podAnnotations: labels,
  nodeSelector: labels,
  token: secret,
  username: secret,
  password: secret,
  certificate: secret,
  privateKey: secret,
  ca: secret,
  accessKeyId: secret,
  secretAccessKey: secret,
  store: { of: 'WeightStore', write: 'WeightStore.sharedClaim()' },
  service: { of: 'LlmInferenceService', write: 'new LlmInferenceService(…)' },
  services: { of: 'LlmInferenceService', write: '[service]', isList: true },
  drain: duration,
  idleAfter: duration,
  traffic: { of: 'object', write: '{ peakRequestsPerSecond: 10 }' },
  'traffic.history': { of: 'TrafficTrace', write: "TrafficTrace.fromFile('trace.csv')" },
  objectives: { of: 'object', write: '{ timePerOutputTokenP95: Duration.millis(50) }' },
  'objectives.timeToFirstTokenP95': { of: 'Duration', write: 'Duration.millis(500)' },
  'objectives.timePerOutputTokenP95': { of: 'Duration', write: 'Duration.millis(50)' },
  measured: { of: 'object', write: '{ maxRequestsPerSecond: 5 }' },
  'measured.coldStart': duration,
  preemptionWait: duration,
  gatewayTimeout: duration,
  nodeDrainLimit: duration,
  spotNotice: duration,
  endpointPropagation: duration,
  scrapeInterval: duration,
  nodeProvisionTime: duration,
};

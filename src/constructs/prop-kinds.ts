import type { Violation } from '../violations';

/** What a prop must hold, and the call that makes one. */
interface Kind {
  /** Name of the class; `string` and `object` are those of the language. */
  readonly of: string;
  readonly write: string;
  readonly isList?: boolean;
}

const duration: Kind = { of: 'Duration', write: 'Duration.seconds(60)' };
const peers: Kind = { of: 'NetworkPeer', write: "[NetworkPeer.namespaceOf('web')]", isList: true };

/** Props that mean the same wherever they stand: services, pools, fleets, platforms. */
const KINDS: Readonly<Record<string, Kind>> = {
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
  name: { of: 'string', write: "'chat'" },
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

type Fields = Readonly<Record<string, unknown>>;

/** Props of another kind than theirs; whoever used them would stumble over a missing method. */
export function kindViolations(props: object | undefined, prefix = ''): Violation[] {
  return Object.entries(KINDS).flatMap(([prop, kind]) =>
    misfits(valueAt(props, prop), kind, `${prefix}${prop}`),
  );
}

/** The props without those of another kind, so that the others can be judged. */
export function ofTheirKind<T extends object>(props: T): T {
  return Object.keys(KINDS)
    .filter((prop) => misfits(valueAt(props, prop), KINDS[prop], prop).length > 0)
    .reduce((rest, prop) => without(rest, prop.split('.')), props as Fields) as T;
}

function misfits(value: unknown, kind: Kind, path: string): Violation[] {
  if (value === undefined || value === null) return [];
  const { of, write, isList } = kind;
  const fix = `write ${write}`;
  if (!isList) return isOf(value, of) ? [] : [{ path, value, allowed: named(of), fix }];
  if (!Array.isArray(value)) return [{ path, value, allowed: `a list of ${of}`, fix }];
  return value.flatMap((entry, i) =>
    isOf(entry, of) ? [] : [{ path: `${path}[${i}]`, value: entry, allowed: named(of), fix }],
  );
}

// By name, as a program may load two copies of this library or of cdk8s.
function isOf(value: unknown, name: string): boolean {
  if (name === 'string') return typeof value === 'string';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (name === 'object') return true;
  for (let at = Object.getPrototypeOf(value); at; at = Object.getPrototypeOf(at)) {
    if (at.constructor?.name === name) return true;
  }
  return false;
}

function named(of: string): string {
  return /^([aeio]|Llm)/i.test(of) ? `an ${of}` : `a ${of}`;
}

function valueAt(props: object | undefined, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Fields | undefined)?.[key], props);
}

function without(props: Fields, [key, ...rest]: readonly string[]): Fields {
  const { [key]: part, ...others } = props;
  return rest.length === 0 ? others : { ...others, [key]: without(part as Fields, rest) };
}

import {
  readGBps,
  type StageTime,
  stageTimes,
  type WeightRate,
  weightRate,
} from '../facts/loaders';
import type { ColdStartStage } from './answer';
import type { CachesRequest } from './request';

export interface ColdStartInputs {
  /** karpenter, cluster-autoscaler, gke or none. */
  readonly nodeAutoscaler: string;
  /** Stated by the site, wins over the reference time. */
  readonly nodeProvisionSeconds?: number;
  readonly caches: CachesRequest;
  readonly checkpointBytes: number;
  readonly gpus: number;
  readonly nodes: number;
  readonly enforceEager: boolean;
  /** Value of `--load-format`. @default auto */
  readonly loadFormat?: string;
}

export interface ColdStart {
  readonly stages: readonly ColdStartStage[];
  readonly beforeContainerSeconds: number;
  readonly inContainerSeconds: number;
  readonly inContainerP95ColdCacheSeconds: number;
  readonly seconds: number;
  /** How each stage was found, in the order of the stages. */
  readonly sources: readonly string[];
}

/** A stage as this cluster sees it, and with every cache cold. */
interface Stage {
  readonly name: string;
  readonly time: StageTime;
  readonly cold: StageTime;
  readonly cached: boolean;
}

const BEFORE_CONTAINER = ['schedule', 'node', 'image'];

/** Seconds from a pod's creation to its first answer, by stage. */
export function coldStart(inputs: ColdStartInputs): ColdStart {
  const stages = stagesOf(inputs);
  const before = stages.filter(({ name }) => BEFORE_CONTAINER.includes(name));
  const inside = stages.filter(({ name }) => !BEFORE_CONTAINER.includes(name));
  const beforeContainerSeconds = sum(before.map(({ time }) => time.seconds));
  const inContainerSeconds = sum(inside.map(({ time }) => time.seconds));
  // A leader counts its budget from its own container on, while its workers' nodes still boot.
  const skew = inputs.nodes > 1 ? p95(before.map(({ cold }) => cold)) : 0;
  return {
    stages: stages.map(({ name, time, cached }) => ({ name, seconds: time.seconds, cached })),
    beforeContainerSeconds,
    inContainerSeconds,
    inContainerP95ColdCacheSeconds: p95(inside.map(({ cold }) => cold)) + skew,
    seconds: beforeContainerSeconds + inContainerSeconds,
    sources: stages.map(({ time }) => `${time.source} (${time.date})`),
  };
}

function stagesOf(inputs: ColdStartInputs): Stage[] {
  const { caches, enforceEager } = inputs;
  const node = nodeTime(inputs);
  // A pre-puller cannot have warmed a node that is bought for this very pod.
  const warmImage = caches.image === true && node.seconds === 0;
  const none = { ...stageTimes['node/static'], source: 'eager mode' };
  const compile = enforceEager ? none : stageTimes['compile/cold'];
  const compiled = enforceEager ? none : stageTimes['compile/cached'];
  const graphs = enforceEager ? none : stageTimes.graphs;
  const weights = weightTime(inputs);
  const pulled = stageTimes['image/registry'];
  const warm = caches.compile === true;
  return [
    plain('schedule', stageTimes.schedule),
    plain('node', node),
    stage('image', warmImage ? stageTimes['image/cached'] : pulled, pulled, warmImage),
    plain('bootstrap', stageTimes.bootstrap),
    stage('weights', weights, weights, (caches.weights ?? 'none') !== 'none'),
    plain('profile', stageTimes.profile),
    stage('compile', warm ? compiled : compile, compile, warm),
    plain('graphs', graphs),
    stage(
      'warmup',
      stageTimes[warm ? 'warmup/cached' : 'warmup/cold'],
      stageTimes['warmup/cold'],
      warm,
    ),
  ];
}

function plain(name: string, time: StageTime): Stage {
  return stage(name, time, time, false);
}

function stage(name: string, time: StageTime, cold: StageTime, cached: boolean): Stage {
  return { name, time, cold, cached };
}

function nodeTime({ nodeAutoscaler, nodeProvisionSeconds }: ColdStartInputs): StageTime {
  const key =
    nodeAutoscaler === 'none'
      ? 'node/static'
      : nodeAutoscaler === 'karpenter'
        ? 'node/karpenter'
        : 'node/cluster-autoscaler';
  const reference = stageTimes[key];
  if (nodeProvisionSeconds === undefined) return reference;
  return { ...reference, seconds: nodeProvisionSeconds, source: 'stated by the site' };
}

function weightTime(inputs: ColdStartInputs): StageTime {
  const { caches, checkpointBytes, gpus, loadFormat } = inputs;
  const place = caches.weights ?? 'none';
  const rate = loaderRate(place, loadFormat);
  const secondsAt = (speed: number): number => checkpointBytes / (speed * 1e9);
  const stated = caches.weightsReadGBps;
  const speed = stated ?? readGBps(rate, gpus);
  const seconds = secondsAt(speed);
  const saved = stated === undefined ? secondsAt(readGBps(loaderRate(place), gpus)) - seconds : 0;
  return {
    seconds,
    p95Factor: rate.p95Factor,
    source: `${(checkpointBytes / 1e9).toFixed(1)} GB at ${speed.toFixed(1)} GB/s${savings(saved, rate.loader)}; ${stated === undefined ? rate.source : 'stated'}`,
    date: rate.date,
  };
}

/** The rate with a loader; one that nobody measured there counts as the usual one. */
function loaderRate(place: string, loadFormat = 'auto'): WeightRate {
  const named = loadFormat === 'auto' ? undefined : weightRate(place, loadFormat);
  const rate = named ?? weightRate(place);
  if (!rate) throw new Error(`no rate for weights from '${place}'`);
  return rate;
}

function savings(seconds: number, loader: string): string {
  return seconds === 0 ? '' : ` with ${loader}, ${seconds.toFixed(1)} s less than the usual loader`;
}

/** Independent stages: their slow tails add as squares. */
function p95(stages: readonly StageTime[]): number {
  const mean = sum(stages.map(({ seconds }) => seconds));
  const tails = stages.map(({ seconds, p95Factor }) => (seconds * (p95Factor - 1)) ** 2);
  return mean + Math.sqrt(sum(tails));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

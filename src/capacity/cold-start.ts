import { referenceCaptures } from '../engines/vllm/graphs';
import {
  readGBps,
  type StageTime,
  stageTimes,
  type WeightRate,
  weightRate,
} from '../facts/loaders';
import type { ColdStartStage } from './answer';
import { keepsNodes } from './headroom';
import type { CachesRequest } from './request';
import type { StartupMode } from './startup-mode';

export interface ColdStartInputs {
  /** karpenter, cluster-autoscaler, gke or none. */
  readonly nodeAutoscaler: string;
  /** Stated by the site, wins over the reference time. */
  readonly nodeProvisionSeconds?: number;
  /** Longest grace of pods that have to be preempted first. */
  readonly preemptionSeconds?: number;
  readonly caches: CachesRequest;
  readonly checkpointBytes: number;
  readonly gpus: number;
  readonly nodes: number;
  readonly startup: StartupMode;
  /** Value of `--load-format`. @default auto */
  readonly loadFormat?: string;
}

export interface ColdStart {
  readonly stages: readonly ColdStartStage[];
  readonly beforeContainerSeconds: number;
  readonly beforeContainerP95ColdCacheSeconds: number;
  readonly inContainerSeconds: number;
  readonly inContainerP95ColdCacheSeconds: number;
  readonly seconds: number;
  /** Until a node that was taken out of the headroom is replaced, images that are cached on it included. */
  readonly refillSeconds: number;
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
  const beforeContainerP95ColdCacheSeconds = p95(before.map(({ cold }) => cold));
  // A leader counts its budget from its own container on, while its workers' nodes still boot.
  const skew = inputs.nodes > 1 ? beforeContainerP95ColdCacheSeconds : 0;
  return {
    stages: stages.map(({ name, time, cached }) => ({ name, seconds: time.seconds, cached })),
    beforeContainerSeconds,
    beforeContainerP95ColdCacheSeconds,
    inContainerSeconds,
    inContainerP95ColdCacheSeconds: p95(inside.map(({ cold }) => cold)) + skew,
    seconds: beforeContainerSeconds + inContainerSeconds,
    refillSeconds: refillSeconds(inputs),
    sources: stages.map(({ time }) => `${time.source} (${time.date})`),
  };
}

function stagesOf(inputs: ColdStartInputs): Stage[] {
  const { caches, startup } = inputs;
  const bought = nodeTime(inputs);
  const warmNode = keepsNodes(caches);
  // A pre-puller cannot have warmed a node that is bought for this very pod.
  const warmImage = caches.image === true && (warmNode || bought.seconds === 0);
  const none = { ...stageTimes['node/static'], source: 'eager mode' };
  const compile = startup.compiles ? stageTimes['compile/cold'] : none;
  const compiled = startup.compiles ? stageTimes['compile/cached'] : none;
  const graphs = startup.captureSizes.length > 0 ? captureTime(startup) : none;
  const weights = weightTime(inputs);
  const pulled = stageTimes['image/registry'];
  const warm = caches.compile === true;
  return [
    plain('schedule', scheduleTime(inputs)),
    stage('node', warmNode ? stageTimes['node/static'] : bought, bought, warmNode),
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

/** Each size costs the same, once for the pieces and once for the whole step. */
function captureTime({ captureSizes, graphSets }: StartupMode): StageTime {
  const share = (captureSizes.length / referenceCaptures) * (graphSets / 2);
  const { graphs } = stageTimes;
  if (share === 1) return graphs;
  const source = `${captureSizes.length} sizes against ${referenceCaptures}${graphSets === 1 ? ', pieces only (assumed half)' : ''}; ${graphs.source}`;
  return { ...graphs, seconds: graphs.seconds * share, source };
}

function plain(name: string, time: StageTime): Stage {
  return stage(name, time, time, false);
}

function stage(name: string, time: StageTime, cold: StageTime, cached: boolean): Stage {
  return { name, time, cold, cached };
}

/** Victims of a preemption keep their grace, and the pod that takes their place waits for it. */
function scheduleTime({ preemptionSeconds = 0 }: ColdStartInputs): StageTime {
  const { schedule } = stageTimes;
  if (preemptionSeconds === 0) return schedule;
  return {
    ...schedule,
    seconds: schedule.seconds + preemptionSeconds,
    source: `${schedule.source}, and up to ${preemptionSeconds} s for the pods it preempts`,
  };
}

function refillSeconds(inputs: ColdStartInputs): number {
  const image = inputs.caches.image === true ? stageTimes['image/registry'].seconds : 0;
  return nodeTime(inputs).seconds + image;
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

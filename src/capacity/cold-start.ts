import { type StageTime, stageBand, stageTimes } from '../facts/loaders';
import type { ColdStartStage } from './answer';
import { ENGINE_STAGES, type EngineStartInputs, engineStart } from './engine-start';
import { keepsNodes } from './headroom';
import { asMeasured, type Stage, type StartupStage, stage } from './measured-stages';
import { type WeightTimeInputs, weightTime } from './weight-time';

export interface ColdStartInputs extends WeightTimeInputs, EngineStartInputs {
  /** karpenter, cluster-autoscaler, gke or none. */
  readonly nodeAutoscaler: string;
  /** Stated by the site, wins over the reference time. */
  readonly nodeProvisionSeconds?: number;
  /** Longest grace of pods that have to be preempted first. */
  readonly preemptionSeconds?: number;
  readonly nodes: number;
  readonly measured?: readonly StartupStage[];
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
  readonly origins: readonly StageOrigin[];
}

export interface StageOrigin {
  readonly kind: 'measured' | 'published' | 'derived';
  readonly formula: string;
  readonly source: string;
  /** Four starts in five lie between. */
  readonly low: number;
  readonly high: number;
}

const BEFORE_CONTAINER = ['schedule', 'node', 'image'];

/** Seconds from a pod's creation to its first answer, by stage. */
export function coldStart(inputs: ColdStartInputs): ColdStart {
  const stages = stagesOf(inputs).map((each) => asMeasured(each, inputs.measured ?? []));
  const before = stages.filter(({ name }) => BEFORE_CONTAINER.includes(name));
  const inside = stages.filter(({ name }) => !BEFORE_CONTAINER.includes(name));
  const beforeContainerSeconds = sum(before.map(({ time }) => time.seconds));
  const inContainerSeconds = sum(inside.map(({ time }) => time.seconds));
  const beforeContainerP95ColdCacheSeconds = p95(before);
  // A leader counts its budget from its own container on, while its workers' nodes still boot.
  const skew = inputs.nodes > 1 ? beforeContainerP95ColdCacheSeconds : 0;
  return {
    stages: stages.map(({ name, time, cached }) => ({ name, seconds: time.seconds, cached })),
    beforeContainerSeconds,
    beforeContainerP95ColdCacheSeconds,
    inContainerSeconds,
    inContainerP95ColdCacheSeconds: p95(inside) + skew,
    seconds: beforeContainerSeconds + inContainerSeconds,
    refillSeconds: refillSeconds(inputs),
    origins: stages.map(originOf),
  };
}

function originOf({ time, cached, isMeasured }: Stage): StageOrigin {
  const terms = time.formula === undefined ? '' : `: ${time.formula}`;
  return {
    kind: isMeasured ? 'measured' : time.formula === undefined ? 'published' : 'derived',
    formula: `${cached ? 'cached' : 'cold'}${terms}`,
    source: `${time.source} (${time.date})`,
    ...stageBand(time),
  };
}

function stagesOf(inputs: ColdStartInputs): Stage[] {
  const { caches } = inputs;
  const bought = nodeTime(inputs);
  const warmNode = keepsNodes(caches);
  // A pre-puller cannot have warmed a node that is bought for this very pod.
  const warmImage = caches.image === true && (warmNode || bought.seconds === 0);
  const weights = weightTime(inputs);
  const pulled = stageTimes['image/registry'];
  const warm = caches.compile === true;
  const cold = engineStart(inputs, false);
  const engine = warm ? engineStart(inputs, true) : cold;
  return [
    plain('schedule', scheduleTime(inputs)),
    stage('node', warmNode ? stageTimes['node/static'] : bought, bought, warmNode),
    stage('image', warmImage ? stageTimes['image/cached'] : pulled, pulled, warmImage),
    plain('bootstrap', stageTimes.bootstrap),
    stage('weights', weights, weights, (caches.weights ?? 'none') !== 'none'),
    plain('profile', cold.profile),
    stage('compile', engine.compile, cold.compile, warm),
    plain('graphs', cold.graphs),
    stage('warmup', engine.warmup, cold.warmup, warm),
  ];
}

function plain(name: string, time: StageTime): Stage {
  return stage(name, time, time, false);
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

/** The tails of independent stages add as squares; those of the engine, which share a CPU, in full. */
function p95(stages: readonly Stage[]): number {
  const tail = ({ cold }: Stage): number => cold.seconds * (cold.p95Factor - 1);
  const isEngine = ({ name }: Stage): boolean => ENGINE_STAGES.includes(name);
  const engine = sum(stages.filter(isEngine).map(tail));
  const others = stages.filter((each) => !isEngine(each)).map(tail);
  return sum(stages.map(({ cold }) => cold.seconds)) + Math.hypot(engine, ...others);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import {
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  NodeShape,
  PriorityTier,
} from '../../../src';
import type { KubeObject } from '../rig/objects';
import { bystander } from '../world/bystander';
import { Example } from '../world/example';
import { P5 } from '../world/machines';
import { isBound, isEnding, secondsToNode } from '../world/pods';
import { rendered } from '../world/rendered';
import { Findings, type Scenario } from './scenario';

const SPACE = 'preemption';

/** Full machines: services take GPUs from batch work and from nobody else, and wait for its grace. */
export const preemption: Scenario = {
  name: SPACE,
  expected:
    'one replica more of an online service, and the first of a critical one: each has a node after exactly the grace of the one batch pod it ends; all others stay, also the pod without a class',
  run: async (world) => {
    const example = Example.of('off-peak-batch').without('ScaledObject').into(SPACE);
    const { service: online } = example;
    const [batch] = example.of('Deployment');
    await world.lane(SPACE, [SPACE], [{ prefix: SPACE, count: 2, gpus: 8, labels: P5 }]);
    await world.install(example);
    await world.cluster.apply([bystander('notebook', SPACE, 2)]);
    await world.scale(online, 2);
    await world.scale({ workload: batch }, 5);
    await world.cluster.until('16 GPUs in use by 8 pods', 60, async () => {
      return world.pods.in(SPACE).filter(isBound).length === 8;
    });

    const before = world.pods.in(SPACE);
    await world.scale(online, 3);
    await world.cluster.apply(critical.objects);
    const uids = new Set(before.map(({ metadata }) => metadata.uid));
    const newcomers = (): KubeObject[] =>
      world.pods
        .in(SPACE)
        .filter((pod) => !uids.has(pod.metadata.uid) && !isOf(batch)(pod) && isBound(pod));
    await world.cluster.until('both on a node', 60, async () => newcomers().length === 2);

    const findings = new Findings();
    const grace = batch.spec.template.spec.terminationGracePeriodSeconds;
    for (const pod of newcomers()) {
      const waited = secondsToNode(pod);
      // The API server keeps whole seconds of both times.
      const isExact = waited >= grace - 1 && waited <= grace + 1;
      findings.check(isExact, `${pod.metadata.name} on a node after ${waited} s, grace ${grace} s`);
    }
    const kept = new Set(
      world.pods
        .in(SPACE)
        .filter((pod) => !isEnding(pod))
        .map(({ metadata }) => metadata.uid),
    );
    const lost = before.filter(({ metadata }) => !kept.has(metadata.uid));
    const names = lost.map(({ metadata }) => metadata.name).join(', ');
    findings.check(lost.length === 2 && lost.every(isOf(batch)), `ended: ${names}`);
    findings.note(`${before.length - lost.length} of ${before.length} stay, notebook among them`);
    return findings.text;
  },
};

const critical = rendered(SPACE, (chart) => {
  new LlmInferenceService(chart, 'judge', {
    model: LlmModel.of('Qwen/Qwen3-32B'),
    node: NodeShape.of('aws/p5.48xlarge'),
    traffic: { peakRequestsPerSecond: 5, inputTokens: 800, outputTokens: 250 },
    engine: InferenceEngine.vllm({ version: '0.32.0', tensorParallelSize: 2, maxModelLen: 8192 }),
    tier: PriorityTier.CRITICAL,
  });
}).without('ScaledObject');

const isOf =
  ({ metadata }: KubeObject) =>
  (pod: KubeObject): boolean =>
    pod.metadata.name.startsWith(`${metadata.name}-`);

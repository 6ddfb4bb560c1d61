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
import { isBound, isEnding, secondsToNode } from '../world/pods';
import { rendered } from '../world/rendered';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

const SPACE = 'preemption';

/** Full machines: services take GPUs from batch work and from nobody else, and wait for its grace. */
export const preemption: Scenario = {
  name: SPACE,
  expected:
    'one replica more of an online service, then the first of a critical one: each ends one batch pod and has its node after exactly the grace; all others stay, also the pod without a class',
  run: async (world) => {
    const example = Example.of('off-peak-batch').without('ScaledObject').into(SPACE);
    const { service: online } = example;
    await world.lane(
      SPACE,
      [SPACE],
      [{ prefix: SPACE, count: 2, gpus: 8, labels: online.nodeLabels }],
    );
    await fill(world, example);
    const findings = new Findings();
    await arrival(world, example, 'chat-2', () => world.scale(online, 3), findings);
    await arrival(world, example, 'judge-0', () => world.cluster.apply(critical), findings);
    return findings.text;
  },
};

/** Two replicas, a notebook and five batch pods, of two GPUs each. */
async function fill(world: World, example: Example): Promise<void> {
  const [batch] = example.of('Deployment');
  await world.install(example);
  await world.cluster.apply([bystander('notebook', SPACE, 2)]);
  await world.scale(example.service, 2);
  await world.scale({ workload: batch }, 5);
  await world.cluster.until('16 GPUs in use', 60, async () => runningIn(world).length === 8);
}

async function arrival(
  world: World,
  example: Example,
  name: string,
  arrive: () => Promise<unknown>,
  findings: Findings,
): Promise<void> {
  const [batch] = example.of('Deployment');
  const grace = batch.spec.template.spec.terminationGracePeriodSeconds;
  const before = runningIn(world);
  await arrive();
  const newcomer = (): KubeObject | undefined =>
    runningIn(world).find(({ metadata }) => metadata.name === name);
  await world.cluster.until(`a node for ${name}`, 2 * grace, async () => newcomer() !== undefined);
  const waited = secondsToNode(newcomer() ?? before[0]);
  const isExact = Math.abs(waited - grace) <= 1; // the API server keeps whole seconds of both times
  findings.check(isExact, `${name} on a node after ${waited} s, grace ${grace} s`);
  const kept = new Set(runningIn(world).map(({ metadata }) => metadata.uid));
  const ended = before.filter(({ metadata }) => !kept.has(metadata.uid));
  const names = ended.map(({ metadata }) => metadata.name);
  const isBatch = ended.every(({ metadata }) => metadata.name.startsWith(batch.metadata.name));
  findings.check(ended.length === 1 && isBatch, `ended ${names.join(', ')} of ${before.length}`);
}

/** On a node, and not ended. */
const runningIn = ({ pods }: World): KubeObject[] =>
  pods.in(SPACE).filter((pod) => isBound(pod) && !isEnding(pod));

const critical = rendered(SPACE, (chart) => {
  new LlmInferenceService(chart, 'judge', {
    model: LlmModel.of('Qwen/Qwen3-32B'),
    node: NodeShape.of('aws/p5.48xlarge'),
    traffic: { peakRequestsPerSecond: 5, inputTokens: 800, outputTokens: 250 },
    engine: InferenceEngine.vllm({ version: '0.32.0', tensorParallelSize: 2, maxModelLen: 8192 }),
    tier: PriorityTier.CRITICAL,
  });
}).without('ScaledObject').objects;

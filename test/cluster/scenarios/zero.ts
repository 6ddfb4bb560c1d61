import { Duration } from 'cdk8s';
import { FrontDoor, InferenceEngine, LlmInferenceService, LlmModel, NodeShape } from '../../../src';
import { bystander } from '../world/bystander';
import { P5 } from '../world/machines';
import { rendered } from '../world/rendered';
import { Findings, type Scenario, seconds } from './scenario';

const SPACE = 'zero';
const IDLE_SECONDS = 60;
const FRONT_DOOR = 'sum(rate(gateway_requests_total{namespace="zero"}[2m]))';

/** A service that may have no replica: the front door wakes it, and load of its own keeps it. */
export const zero: Scenario = {
  name: SPACE,
  expected: `1 → 0 after ${IDLE_SECONDS} s without a request → 1 by the front door → stays 1 while requests are in flight → 0`,
  run: async (world) => {
    const { service } = example;
    await world.lane(SPACE, [SPACE], [{ prefix: SPACE, count: 1, gpus: 8, labels: P5 }]);
    // Never the only service: without a pod of anybody nobody knows that there is none of this one.
    await world.cluster.apply([bystander('gateway', SPACE)]);
    world.gate.script(FRONT_DOOR, 0);
    await world.install(example);
    world.load(service, 0);
    const findings = new Findings();
    const reaches = (replicas: number): Promise<number> =>
      world.cluster.until(`${replicas} replicas`, 180, async () => {
        return (await world.replicas(service)) === replicas;
      });
    findings.note(`0 after ${await reaches(0)} s`);
    world.gate.script(FRONT_DOOR, 1);
    findings.note(`1 after ${await reaches(1)} s`);
    world.load(service, 5);
    // What has found its way is not counted by the front door any more.
    world.gate.script(FRONT_DOOR, 0);
    await seconds(IDLE_SECONDS * 1.5);
    const held = await world.replicas(service);
    findings.check(held === 1, `${held} after ${IDLE_SECONDS * 1.5} s with requests in flight`);
    world.load(service, 0);
    const asleep = await reaches(0);
    findings.check(asleep >= IDLE_SECONDS, `0 after ${asleep} s without`);
    return findings.text;
  },
};

const example = rendered(SPACE, (chart) => {
  new LlmInferenceService(chart, 'nightly', {
    model: LlmModel.of('Qwen/Qwen3-8B'),
    node: NodeShape.of('aws/p5.48xlarge'),
    traffic: { peakRequestsPerSecond: 2, inputTokens: 500, outputTokens: 200 },
    engine: InferenceEngine.vllm({ version: '0.32.0', maxModelLen: 8192 }),
    scaleToZero: FrontDoor.query(FRONT_DOOR, { idleAfter: Duration.seconds(IDLE_SECONDS) }),
  });
});

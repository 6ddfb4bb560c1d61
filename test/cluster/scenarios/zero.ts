import { Duration } from 'cdk8s';
import { FrontDoor, InferenceEngine, LlmInferenceService, LlmModel, NodeShape } from '../../../src';
import { constant } from '../engines/load';
import { bystander } from '../world/bystander';
import { rendered } from '../world/rendered';
import { Findings, type Scenario, seconds } from './scenario';

const SPACE = 'zero';
const FRONT_DOOR = `sum(rate(gateway_requests_total{namespace="${SPACE}"}[2m]))`;
const IDLE_SECONDS = 60;
/** An idle engine is gone with the wait for its endpoint to be forgotten. */
const DRAIN_SECONDS = 16;

/** Scraped, and asked for by KEDA. */
const SCRAPED_SECONDS = 30;

/** A service that may have no replica: the front door wakes it, what is in flight keeps it. */
export const zero: Scenario = {
  name: SPACE,
  expected: `1 → 0 when nothing comes for ${IDLE_SECONDS} s → 1 by the front door → still 1 with requests in flight, when the front door is silent → 0 ${IDLE_SECONDS} s after the last`,
  run: async (world) => {
    const { service } = example;
    await world.lane(
      SPACE,
      [SPACE],
      [{ prefix: SPACE, count: 1, gpus: 8, labels: service.nodeLabels }],
    );
    // Where no pod of anybody is known, nobody knows that there is none of this service.
    await world.cluster.apply([bystander('gateway', SPACE)]);
    await world.stages.pace(SPACE, service.name, { drain: DRAIN_SECONDS });
    world.gate.script(FRONT_DOOR, 0);
    await world.install(example);
    world.load(service, 0);
    const findings = new Findings();
    const reaches = (replicas: number): Promise<number> =>
      world.cluster.until(`${replicas} replicas`, 180, async () => {
        const asked = await world.replicas(service);
        return asked === replicas && world.podsOf(SPACE, service.name).length === replicas;
      });
    findings.note(`0 after ${await reaches(0)} s`);

    world.gate.script(FRONT_DOOR, 1);
    findings.note(`1 after ${await reaches(1)} s`);
    world.engines.setRate(SPACE, service.name, constant(5));
    await seconds(SCRAPED_SECONDS);
    world.gate.script(FRONT_DOOR, 0);
    await seconds(1.5 * IDLE_SECONDS);
    const held = await world.replicas(service);
    findings.check(held === 1, `${held} with the front door silent for ${1.5 * IDLE_SECONDS} s`);
    world.engines.setRate(SPACE, service.name, constant(0));
    const took = await reaches(0);
    findings.check(took >= IDLE_SECONDS, `0 after ${took} s without load`);
    return findings.text;
  },
};

const example = rendered(SPACE, (chart) => {
  new LlmInferenceService(chart, 'nightly', {
    model: LlmModel.of('Qwen/Qwen3-8B'),
    node: NodeShape.of('aws/p5.48xlarge'),
    traffic: { peakRequestsPerSecond: 20, inputTokens: 500, outputTokens: 200 },
    engine: InferenceEngine.vllm({ version: '0.32.0', maxModelLen: 8192 }),
    scaleToZero: FrontDoor.query(FRONT_DOOR, { idleAfter: Duration.seconds(IDLE_SECONDS) }),
  });
});

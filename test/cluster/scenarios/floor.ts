import {
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  NodeShape,
  Pin,
  ScalingSignal,
} from '../../../src';
import { Example, type Service } from '../world/example';
import { rendered } from '../world/rendered';
import type { World } from '../world/world';
import { Findings, type Scenario, seconds } from './scenario';

const SPACE = 'floor';
const REST = 10;
const FLOOR = 11;
/** Past the window that every rise is held for, and two passes of the autoscaler. */
const SETTLED_SECONDS = 120;

/** A floor by the clock, one above ten that rest: the step that the default tolerance swallows. */
export const floor: Scenario = {
  name: SPACE,
  expected: `10 idle, a window open for 11: exact 11 as rendered for 1.36; 10 without its tolerance; 12 as rendered for 1.34, which has none`,
  run: async (world) => {
    const exact = withFloor('exact', '1.36');
    const cases = [
      { example: exact, reached: 11 },
      { example: withoutTolerance(withFloor('swallowed', '1.36')), reached: 10 },
      { example: withFloor('rounded', '1.34'), reached: 12 },
    ];
    const labels = exact.service.nodeLabels;
    await world.lane(SPACE, [SPACE], [{ prefix: SPACE, count: 5, gpus: 8, labels }]);
    const findings = new Findings();
    await Promise.all(cases.map((one) => tried(world, one, findings)));
    return findings.text;
  },
};

async function tried(
  world: World,
  { example, reached }: { example: Example; reached: number },
  findings: Findings,
): Promise<void> {
  const { service } = example;
  await world.settle(example);
  world.load(service, 0);
  await seconds(SETTLED_SECONDS);
  const replicas = await world.replicas(service);
  findings.check(
    replicas === reached,
    `${service.name}: asked for ${askedFor(service)}, ${REST} → ${replicas}`,
  );
}

const askedFor = ({ scaler }: Service): string =>
  scaler.spec.triggers.find(({ type }: { type: string }) => type === 'cron').metadata
    .desiredReplicas;

function withFloor(name: string, kubernetesVersion: string): Example {
  const now = new Date();
  const at = (hour: number): string => `${now.getUTCMinutes()} ${(hour + 24) % 24} * * *`;
  return rendered(
    SPACE,
    (chart) => {
      new LlmInferenceService(chart, name, {
        model: LlmModel.of('Qwen/Qwen3-8B'),
        node: NodeShape.of('aws/p5.48xlarge'),
        traffic: { peakRequestsPerSecond: 400, inputTokens: 500, outputTokens: 200 },
        engine: InferenceEngine.vllm({ version: '0.32.0', maxModelLen: 8192 }),
        pins: [Pin.minReplicas(REST, 'the step from ten'), Pin.maxReplicas(20, 'room above')],
        signals: [
          ScalingSignal.floor({
            start: at(now.getUTCHours() - 1),
            end: at(now.getUTCHours() + 2),
            timeZone: 'UTC',
            replicas: FLOOR,
          }),
        ],
      });
    },
    kubernetesVersion,
  );
}

function withoutTolerance({ name, objects }: Example): Example {
  const text = JSON.stringify(objects, (key, value) => (key === 'tolerance' ? undefined : value));
  return new Example(name, JSON.parse(text));
}

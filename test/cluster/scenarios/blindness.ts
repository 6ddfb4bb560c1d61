import { constant } from '../engines/load';
import type { Fault } from '../rig/gate';
import { Example, type Service } from '../world/example';
import { Sampler } from '../world/sampler';
import { stand } from '../world/stand';
import type { World } from '../world/world';
import { Findings, type Scenario, seconds } from './scenario';

/** Requests a second that need six replicas, two more than the minimum. */
const RATE = 82;
const REPLICAS = 6;
const MORE = 130;

type Blindness = Fault | 'half of the targets gone';

/** Blind for longer than the window of scaling down: what would be removed, would be removed then. */
function blind(kind: Blindness, lane: string): Scenario {
  return {
    name: lane,
    expected: `Prometheus ${kind}: no replica removed for longer than the window, the fallback visible, recovery unaided`,
    run: async (world) => {
      const findings = new Findings();
      const example = Example.of('chat-70b').into(lane);
      const service = await stand(world, example, { lane, machines: 9 });
      world.load(service, RATE);
      await world.cluster.until(`${REPLICAS} replicas`, 240, async () => {
        return world.readyPods(service).length >= REPLICAS;
      });
      await seconds(45);
      const before = await world.replicas(service);
      findings.check(!(await world.isFallback(service)), 'no fallback before');
      turn(world, lane, kind, true);
      const replicas = new Sampler(3, () => world.replicas(service));
      const visible = await world.cluster.until('the fallback', 120, () =>
        world.isFallback(service),
      );
      await seconds(service.downWindowSeconds + 45);
      const least = Math.min(...replicas.stop());
      findings.check(least >= before, `${before} replicas, never less than ${least}`);
      findings.check(visible <= 90, `fallback after ${visible} s`);
      turn(world, lane, kind, false);
      await recovered(world, service, findings);
      return findings.text;
    },
  };
}

function turn(world: World, lane: string, kind: Blindness, isBlind: boolean): void {
  if (kind === 'half of the targets gone') world.engines.silence(lane, isBlind ? 0.5 : 0);
  else world.gate.fail(lane, isBlind ? kind : undefined);
}

/** The signal drives again: more load brings more replicas. */
async function recovered(world: World, service: Service, findings: Findings): Promise<void> {
  const sees = await world.cluster.until('the end of the fallback', 120, async () => {
    return !(await world.isFallback(service));
  });
  const before = await world.replicas(service);
  world.engines.setRate(service.namespace, service.name, constant(MORE));
  const grows = await world.cluster.until('growth with the load', 180, async () => {
    return (await world.replicas(service)) > before;
  });
  findings.note(`sees again after ${sees} s, grows with the load after ${grows} s more`);
}

export const blindness: readonly Scenario[] = [
  blind('down', 'blind-down'),
  blind('unauthorized', 'blind-401'),
  blind('empty', 'blind-empty'),
  blind('half of the targets gone', 'blind-half'),
];

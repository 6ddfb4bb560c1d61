import { syncsOf } from '../world/autoscaler';
import { Example } from '../world/example';
import { stand } from '../world/stand';
import { Findings, type Scenario, seconds } from './scenario';

const BUSY = 90;

/** The same service, the same model, the same names, in two namespaces. */
export const isolation: Scenario = {
  name: 'isolation',
  expected: 'load on team-a scales team-a; the signal of team-b stays 0, and so do its replicas',
  run: async (world) => {
    const findings = new Findings();
    const [busy, idle] = await Promise.all(
      ['team-a', 'team-b'].map((team) =>
        stand(world, Example.of('chat-70b').into(team), { lane: team, machines: 9 }),
      ),
    );
    world.load(idle, 0);
    world.load(busy, BUSY);
    await world.cluster.until('growth of team-a', 240, async () => {
      return (await world.replicas(busy)) > busy.minReplicas;
    });
    await seconds(60);
    const signals = (await syncsOf(world, idle)).flatMap(({ value }) =>
      value === undefined ? [] : [value],
    );
    const highest = Math.max(...signals);
    findings.note(`team-a ${busy.minReplicas} → ${await world.replicas(busy)}`);
    findings.check(
      signals.length > 3 && highest === 0,
      `team-b read ${highest} in ${signals.length} passes`,
    );
    const replicas = await world.replicas(idle);
    findings.check(replicas === idle.minReplicas, `team-b ${replicas}`);
    return findings.text;
  },
};

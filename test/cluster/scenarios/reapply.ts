import { Example } from '../world/example';
import { P5 } from '../world/machines';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

/** A pipeline applies the same manifests every few minutes; what the autoscaler did must stay. */
export const reapply: Scenario = {
  name: 'reapply',
  expected: 'applied again after scaling: same replicas, empty diff; for both kinds of workload',
  run: async (world) => {
    const findings = new Findings();
    await world.lane(
      'reapply',
      ['reapply-lws', 'reapply-deployment'],
      [
        { prefix: 'reapply-p5', count: 9, gpus: 8, labels: P5 },
        { prefix: 'reapply-any', count: 3, gpus: 8 },
      ],
    );
    const cases = [
      { example: Example.of('chat-70b').into('reapply-lws'), rate: 90 },
      { example: Example.of('small-8b').into('reapply-deployment'), rate: 60 },
    ];
    await Promise.all(cases.map((one) => tried(world, one, findings)));
    return findings.text;
  },
};

async function tried(
  world: World,
  { example, rate }: { example: Example; rate: number },
  findings: Findings,
): Promise<void> {
  const { service } = example;
  const least = service.scaler.spec.minReplicaCount;
  await world.install(example);
  world.load(service, rate);
  await world.cluster.until(`${service.workload.kind} above ${least}`, 240, async () => {
    return (await world.replicas(service)) > least;
  });
  const before = await world.replicas(service);
  await world.cluster.apply(example.objects);
  const after = await world.replicas(service);
  findings.check(after >= before, `${service.workload.kind} at ${before}, then ${after}`);
  const diff = await world.cluster.diff(example.objects);
  findings.check(diff === '', diff === '' ? 'diff empty' : `diff: ${diff.slice(0, 300)}`);
}

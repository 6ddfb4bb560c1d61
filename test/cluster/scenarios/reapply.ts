import { Example } from '../world/example';
import { stand } from '../world/stand';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

/** A pipeline applies the same manifests every few minutes; what the autoscaler did must stay. */
export const reapply: Scenario = {
  name: 'reapply',
  expected: 'applied again after scaling: same replicas, empty diff, for both kinds of workload',
  run: async (world) => {
    const findings = new Findings();
    await Promise.all([
      tried(world, Example.of('chat-70b').into('reapply-lws'), 90, findings),
      tried(world, Example.of('small-8b').into('reapply-deployment'), 7, findings),
    ]);
    return findings.text;
  },
};

async function tried(
  world: World,
  example: Example,
  rate: number,
  findings: Findings,
): Promise<void> {
  const [lane] = example.namespaces;
  const service = await stand(world, example, { lane, machines: 9 });
  const { kind } = service.workload;
  world.load(service, rate);
  await world.cluster.until(`${kind} above its minimum`, 240, async () => {
    return (await world.replicas(service)) > service.minReplicas;
  });
  const before = await world.replicas(service);
  await world.cluster.apply(example.objects);
  const after = await world.replicas(service);
  findings.check(after >= before, `${kind} at ${before}, applied again: ${after}`);
  const diff = await world.cluster.diff(example.objects);
  findings.check(diff === '', diff === '' ? 'diff empty' : `diff: ${diff.slice(0, 300)}`);
}

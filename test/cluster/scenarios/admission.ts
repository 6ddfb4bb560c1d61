import type { KubeObject } from '../rig/objects';
import { Example } from '../world/example';
import { stand } from '../world/stand';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

const NAMESPACE = 'admission';

/** The cluster says it of the StatefulSet, where the owner of a LeaderWorkerSet does not look. */
export const admission: Scenario = {
  name: 'admission',
  expected:
    'Pod Security "restricted": every pod of ours is made, and the same service as root is not',
  run: async (world) => {
    const findings = new Findings();
    const example = Example.of('chat-70b').into(NAMESPACE);
    const service = await stand(world, example, { lane: NAMESPACE, machines: 5 });
    const before = await refusals(world);
    const ready = world.readyPods(service).length;
    findings.check(ready === service.minReplicas, `${ready} of ${service.minReplicas} Ready`);
    findings.check(before.length === 0, `${before.length} refused ${before.join()}`);
    await world.cluster.apply([asRoot(service.workload)]);
    await world.cluster.until('the refusal of root', 30, async () => {
      return (await refusals(world)).length > 0;
    });
    const [reason] = await refusals(world);
    const isSecurity = reason.includes('violates PodSecurity "restricted:latest"');
    findings.check(isSecurity, `as root: ${reason.slice(reason.indexOf('violates'), 200)}`);
    return findings.text;
  },
};

function asRoot(workload: KubeObject): KubeObject {
  const copy = structuredClone(workload);
  const { spec, metadata } = copy as { spec: KubeObject['spec']; metadata: { name: string } };
  metadata.name = 'as-root';
  spec.leaderWorkerTemplate.workerTemplate.spec.securityContext.runAsUser = 0;
  return copy;
}

async function refusals({ cluster }: World): Promise<string[]> {
  const events = await cluster.list(`/api/v1/namespaces/${NAMESPACE}/events`);
  return (events as unknown as readonly { reason: string; message: string }[])
    .filter(({ reason }) => reason === 'FailedCreate')
    .map(({ message }) => message);
}

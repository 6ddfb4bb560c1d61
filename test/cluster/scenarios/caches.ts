import type { KubeObject } from '../rig/objects';
import { claimsIn } from '../world/claims';
import { Example } from '../world/example';
import { P5 } from '../world/machines';
import { isReady } from '../world/pods';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

const LANE = 'caches';
const GPU_NODES = 5;

/** The caches of a cold start fill themselves: images on the nodes, weights and compiled code once. */
export const caches: Scenario = {
  name: LANE,
  expected: `a pre-puller Ready on all ${GPU_NODES} tainted nodes and on no other; download and priming complete, once; claims bound; the service at its minimum beside its headroom`,
  run: async (world) => {
    const example = Example.of('fast-cold-start').into({ serving: LANE, headroom: 'caches-spare' });
    await world.lane(LANE, example.namespaces, [
      { prefix: 'caches-p5', count: GPU_NODES, gpus: 8, labels: { ...P5, ...example.zone } },
      // The download needs no GPU, and the file system of the weights is in one zone.
      { prefix: 'caches-cpu', count: 1, gpus: 0, labels: example.zone },
    ]);
    await world.install(example);
    world.load(example.service, 0);
    const findings = new Findings();
    await filled(world, example, findings);
    await again(world, example, findings);
    return findings.text;
  },
};

async function filled(world: World, example: Example, findings: Findings): Promise<void> {
  const { service } = example;
  const minimum = service.scaler.spec.minReplicaCount;
  const [spare] = example.of('Deployment');
  const placeholders = (): KubeObject[] =>
    world.pods.in(spare.metadata.namespace ?? '').filter(isReady);
  const took = await world.cluster.until('everything in its place', 150, async () => {
    const jobs = await Promise.all(example.of('Job').map((job) => world.cluster.read(job)));
    return (
      warmNodes(world, example).length === GPU_NODES &&
      jobs.every(({ status }) => status.succeeded === 1) &&
      world.readyPods(service).length === minimum &&
      placeholders().length === spare.spec.replicas
    );
  });
  const nodes = warmNodes(world, example).sort();
  const isEach = nodes.every((node, place) => node === `caches-p5-${place}`);
  findings.check(isEach, `images on ${nodes.join(', ')}`);
  for (const claim of claimsIn(example.objects)) {
    const { status } = await world.cluster.read(claim);
    findings.check(status.phase === 'Bound', `${claim.metadata.name} ${status.phase}`);
  }
  findings.note(
    `${example.of('Job').length} Jobs complete, ${minimum} replicas and ${placeholders().length} placeholders Ready after ${took} s`,
  );
}

/** Other scenarios have machines of this kind too, and their pods of the pre-puller wait for ever. */
function warmNodes({ pods }: World, example: Example): string[] {
  const [daemon] = example.of('DaemonSet');
  const app = daemon.spec.selector.matchLabels['app.kubernetes.io/name'];
  return pods
    .in(LANE)
    .filter((pod) => pod.metadata.labels?.['app.kubernetes.io/name'] === app && isReady(pod))
    .map(({ spec }) => spec.nodeName);
}

/** A pipeline applies every few minutes; nothing is downloaded or compiled a second time. */
async function again(world: World, example: Example, findings: Findings): Promise<void> {
  const runs = (): string => jobPods(world).join(', ');
  const before = runs();
  await world.cluster.apply(example.objects);
  const diff = await world.cluster.diff(example.objects);
  findings.check(diff === '', diff ? `diff: ${diff.slice(0, 300)}` : 'applied again: diff empty');
  findings.check(
    runs() === before,
    `pods of Jobs ${before}${runs() === before ? '' : `, then ${runs()}`}`,
  );
}

const jobPods = ({ pods }: World): string[] =>
  pods
    .in(LANE)
    .filter(({ metadata }) => metadata.labels?.['job-name'])
    .map(({ spec, metadata }) => `${metadata.name} on ${spec.nodeName}`)
    .sort();

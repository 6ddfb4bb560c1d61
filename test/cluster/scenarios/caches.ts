import { Example } from '../world/example';
import { claimsIn } from '../world/foreign';
import { isReady } from '../world/pods';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

const LANE = 'caches';
const SPARE = 'caches-spare';
const GPU_NODES = 5;

/** What a cold start finds filled: images on the nodes, weights and compiled code in claims. */
export const caches: Scenario = {
  name: LANE,
  expected: `a pre-puller on each of ${GPU_NODES} tainted nodes and on no other; the Jobs complete, the download without a GPU, and not again when applied again; claims bound; service and headroom Ready`,
  run: async (world) => {
    const example = Example.of('fast-cold-start').into({ serving: LANE, headroom: SPARE });
    const { service } = example;
    await world.lane(LANE, example.namespaces, [
      { prefix: 'caches-gpu', count: GPU_NODES, gpus: 8, labels: service.nodeLabels },
      // In the zone of the file system, as all that mount it.
      { prefix: 'caches-cpu', count: 1, gpus: 0, labels: example.zone },
    ]);
    await world.install(example);
    world.load(service, 0);
    const findings = new Findings();
    await filled(world, example, findings);
    await again(world, example, findings);
    return findings.text;
  },
};

async function filled(world: World, example: Example, findings: Findings): Promise<void> {
  const { service } = example;
  const [spare] = example.of('Deployment');
  const took = await world.cluster.until('everything in its place', 180, async () => {
    const jobs = await Promise.all(example.of('Job').map((job) => world.cluster.read(job)));
    const seen = [
      jobs.filter(({ status }) => status.succeeded === 1).length,
      warmNodes(world, example).length,
      world.readyPods(service).length,
      world.pods.in(SPARE).filter(isReady).length,
    ];
    const wanted = [jobs.length, GPU_NODES, service.minReplicas, spare.spec.replicas];
    if (`${seen}` === `${wanted}`) return true;
    throw new Error(`Jobs, images, replicas, placeholders are ${seen} of ${wanted}`);
  });
  findings.note(
    `${service.minReplicas} replicas and ${spare.spec.replicas} placeholders Ready after ${took} s`,
  );
  const nodes = warmNodes(world, example);
  const isEach = nodes.every((node, place) => node === `caches-gpu-${place}`);
  findings.check(isEach, `images on ${nodes.join(', ')}`);
  for (const claim of claimsIn(example.objects)) {
    const { phase } = (await world.cluster.read(claim)).status;
    findings.check(phase === 'Bound', `${claim.metadata.name} ${phase}`);
  }
}

/** Machines of other scenarios match the pre-puller too; its pods for them wait for ever. */
function warmNodes({ pods }: World, example: Example): string[] {
  const [daemon] = example.of('DaemonSet');
  return pods
    .in(LANE)
    .filter((pod) => pod.metadata.name.startsWith(`${daemon.metadata.name}-`) && isReady(pod))
    .map(({ spec }) => spec.nodeName)
    .sort();
}

/** A pipeline applies every few minutes: nothing is downloaded or compiled a second time. */
async function again(world: World, example: Example, findings: Findings): Promise<void> {
  const before = runs(world);
  await world.cluster.apply(example.objects);
  const diff = await world.cluster.diff(example.objects);
  findings.check(diff === '', diff ? `diff: ${diff.slice(0, 300)}` : 'applied again: diff empty');
  const isOnce = before.length === example.of('Job').length && `${runs(world)}` === `${before}`;
  const isFree = before.some((run) => /^llama-\S+ on caches-cpu-0$/.test(run));
  findings.check(isOnce && isFree, before.join(', '));
}

/** What the Jobs started, and where. */
const runs = ({ pods }: World): string[] =>
  pods
    .in(LANE)
    .filter(({ metadata }) => metadata.labels?.['job-name'])
    .map(({ spec, metadata }) => `${metadata.name} on ${spec.nodeName}`);

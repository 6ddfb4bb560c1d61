import type { KubeObject } from '../rig/objects';
import { Example, type Service } from '../world/example';
import { isBound, secondsToNode } from '../world/pods';
import type { World } from '../world/world';
import { coldStartStage } from './plan';
import { Findings, type Scenario, seconds } from './scenario';

const LANE = 'headroom';
const SPARE = 'headroom-spare';
/** Requests a second: more than the minimum serves, less than the minimum and the headroom do. */
const LOAD = 55;
/** A replica has four GPUs, and so has a placeholder. */
const PODS_PER_MACHINE = 2;
const TWO_PASSES = 30;

/** Growth takes the place of placeholders at once, and these wait for the next machine. */
export const headroom: Scenario = {
  name: LANE,
  expected:
    'full machines, more load: every new replica has a node within the seconds of the plan, as many placeholders wait, nobody else moves; the next machine takes them',
  run: async (world) => {
    const example = Example.of('fast-cold-start')
      .without('Job', 'DaemonSet')
      .into({ serving: LANE, headroom: SPARE });
    const { service } = example;
    const [{ spec: spare }] = example.of('Deployment');
    await addMachines(world, example, 'full', service.minReplicas + spare.replicas);
    await world.settle(example);
    await world.cluster.until('every pod on a machine', 120, async () => {
      const held = world.pods.in(SPARE).filter(isBound).length;
      return world.readyPods(service).length === service.minReplicas && held === spare.replicas;
    });
    const before = world.readyPods(service);
    world.load(service, LOAD);
    await world.cluster.until('growth', 240, async () => {
      return (await world.replicas(service)) > service.minReplicas;
    });
    await seconds(TWO_PASSES);
    const findings = new Findings();
    const added = grown(world, service, before, findings);
    await addMachines(world, example, 'more', added);
    const took = await world.cluster.until('room for the placeholders', 60, async () => {
      return waiting(world).length === 0;
    });
    findings.note(`none after ${took} s with more machines`);
    return findings.text;
  },
};

function addMachines(world: World, example: Example, name: string, pods: number): Promise<void> {
  const count = Math.ceil(pods / PODS_PER_MACHINE);
  const labels = { ...example.zone, ...example.service.nodeLabels };
  return world.lane(LANE, example.namespaces, [
    { prefix: `${LANE}-${name}`, count, gpus: 8, labels },
  ]);
}

/** The replicas that came; each on the place of a placeholder. */
function grown(
  world: World,
  service: Service,
  before: readonly KubeObject[],
  findings: Findings,
): number {
  const uids = new Set(before.map(({ metadata }) => metadata.uid));
  const after = world.podsOf(service.namespace, service.name);
  const added = after.filter(({ metadata }) => !uids.has(metadata.uid));
  const slowest = Math.max(...added.map(secondsToNode));
  const planned = coldStartStage(service, 'schedule');
  findings.check(
    // The API server keeps whole seconds of both times.
    slowest <= planned + 1,
    `${added.length} replicas more, on a node after ${slowest} s at most where the plan has ${planned} s`,
  );
  findings.check(added.length > 0, `${added.length} came`);
  const untouched = after.length - added.length;
  findings.check(untouched === before.length, `${untouched} of ${before.length} untouched`);
  const { length } = waiting(world);
  findings.check(length === added.length, `${length} placeholders wait`);
  return added.length;
}

const waiting = ({ pods }: World): KubeObject[] => pods.in(SPARE).filter((pod) => !isBound(pod));

import type { KubeObject } from '../rig/objects';
import { Example } from '../world/example';
import { P5 } from '../world/machines';
import { isBound, secondsToNode } from '../world/pods';
import { coldStartStage } from './plan';
import { Findings, type Scenario, seconds } from './scenario';

/** Requests a second: more than the minimum serves, less than the minimum and the headroom do. */
const LOAD = 55;
/** Two of the replicas, and two of the placeholders. */
const GPUS = 8;
const PODS_PER_MACHINE = 2;
const TWO_PASSES = 30;

/** Growth takes the place of placeholders at once, and these wait for the next machine. */
export const headroom: Scenario = {
  name: 'headroom',
  expected:
    'full machines, more load: every new replica has a node within the seconds of the plan, as many placeholders wait, nobody else moves; the next machine takes them',
  run: async (world) => {
    const example = Example.of('fast-cold-start')
      .without('Job', 'DaemonSet')
      .into({ serving: 'headroom', headroom: 'headroom-spare' });
    const { service } = example;
    const minimum = service.scaler.spec.minReplicaCount;
    const [{ spec: spare }] = example.of('Deployment');
    const waiting = (): KubeObject[] =>
      world.pods.in('headroom-spare').filter((pod) => !isBound(pod));
    const addMachines = (name: string, pods: number): Promise<void> => {
      const count = Math.ceil(pods / PODS_PER_MACHINE);
      const labels = { ...P5, ...example.zone };
      return world.lane('headroom', example.namespaces, [
        { prefix: `headroom-${name}`, count, gpus: GPUS, labels },
      ]);
    };

    await addMachines('full', minimum + spare.replicas);
    await world.settle(example);
    await world.cluster.until('every pod on a machine', 120, async () => {
      const held = world.pods.in('headroom-spare').length - waiting().length;
      return world.readyPods(service).length === minimum && held === spare.replicas;
    });
    const before = world.readyPods(service);
    world.load(service, LOAD);
    await world.cluster.until('growth', 240, async () => {
      return (await world.replicas(service)) > minimum;
    });
    await seconds(TWO_PASSES);

    const findings = new Findings();
    const after = world.podsOf(service.namespace, service.name);
    const uids = new Set(before.map(({ metadata }) => metadata.uid));
    const added = after.filter(({ metadata }) => !uids.has(metadata.uid));
    const slowest = Math.max(...added.map(secondsToNode));
    const planned = coldStartStage(service, 'schedule');
    // The API server keeps whole seconds of both times.
    findings.check(
      slowest <= planned + 1,
      `${added.length} new replicas, the slowest on its node after ${slowest} s where the plan has ${planned} s`,
    );
    findings.check(
      after.length - added.length === minimum,
      `${after.length - added.length} of ${minimum} replicas untouched`,
    );
    findings.check(
      waiting().length === added.length,
      `${waiting().length} of ${spare.replicas} placeholders wait`,
    );
    await addMachines('more', added.length);
    const took = await world.cluster.until('room for the placeholders', 60, async () => {
      return waiting().length === 0;
    });
    findings.note(`none after ${took} s with more machines`);
    return findings.text;
  },
};

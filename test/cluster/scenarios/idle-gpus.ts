import { constant } from '../engines/load';
import type { KubeObject } from '../rig/objects';
import { Example } from '../world/example';
import { isBound, isEnding } from '../world/pods';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

const SPACE = 'idle-gpus';
/** Requests a second for which the service wants four replicas. */
const LOAD = 33;

/** Batch work runs on what the service leaves of 16 GPUs, and gives way as the service grows. */
export const idleGpus: Scenario = {
  name: SPACE,
  expected:
    '16 GPUs, 2 a pod: 6 batch pods beside 2 idle replicas; under load 4 beside 4, and those never ended; none when the query says so, and 4 again',
  run: async (world) => {
    const example = Example.of('off-peak-batch').into(SPACE);
    const { service } = example;
    const batch = new Batch(world, example);
    await world.lane(
      SPACE,
      [SPACE],
      [{ prefix: SPACE, count: 2, gpus: 8, labels: service.nodeLabels }],
    );
    await world.settle(example);
    world.load(service, 0);
    const findings = new Findings();
    findings.note(`6 after ${await batch.reaches(6)} s`);
    const before = batch.running;

    world.engines.setRate(SPACE, service.name, constant(LOAD));
    const grown = await world.cluster.until('4 replicas', 240, async () => {
      return world.readyPods(service).length === 4;
    });
    findings.note(`4 replicas after ${grown} s, 4 batch pods ${await batch.reaches(4)} s later`);
    const left = new Set(batch.running);
    const undisturbed = before.filter((uid) => left.has(uid)).length;
    findings.check(undisturbed === 4, `${undisturbed} of ${before.length} never ended`);

    world.gate.script(batch.query, 0);
    findings.note(`0 after ${await batch.reaches(0)} s`);
    world.gate.script(batch.query, undefined);
    findings.note(`4 after ${await batch.reaches(4)} s`);
    return findings.text;
  },
};

/** The Deployment that uses what is idle, and what its scaler asks. */
class Batch {
  readonly query: string;
  private readonly workload: KubeObject;

  constructor(
    private readonly world: World,
    example: Example,
  ) {
    [this.workload] = example.of('Deployment');
    const { name } = this.workload.metadata;
    const scaler = example.of('ScaledObject').find(({ metadata }) => metadata.name === name);
    this.query = scaler?.spec.triggers[0].metadata.query;
  }

  /** Uids of its pods that are on a node, and not ended. */
  get running(): (string | undefined)[] {
    return this.world.pods
      .in(SPACE)
      .filter(({ metadata }) => metadata.name.startsWith(`${this.workload.metadata.name}-`))
      .filter((pod) => isBound(pod) && !isEnding(pod))
      .map(({ metadata }) => metadata.uid);
  }

  /** Seconds until so many are asked for, and run. */
  reaches(count: number): Promise<number> {
    return this.world.cluster.until(`${count} batch pods`, 240, async () => {
      const asked = await this.world.replicas({ workload: this.workload });
      if (asked === count && this.running.length === count) return true;
      throw new Error(`${asked} asked for, ${this.running.length} run`);
    });
  }
}

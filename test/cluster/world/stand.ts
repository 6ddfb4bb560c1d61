import type { Example, Service } from './example';
import type { World } from './world';

export interface Ground {
  /** Name of the scenario, for its machines. */
  readonly lane: string;
  readonly machines: number;
  /** Of one machine. @default 8 */
  readonly gpus?: number;
  /** A group keeps to one of them. @default 3 */
  readonly zones?: number;
}

/** The service of an example on machines of its own, Ready at its minimum. */
export async function stand(world: World, example: Example, ground: Ground): Promise<Service> {
  const { service } = example;
  const { lane, machines: count, gpus = 8, zones } = ground;
  const labels = { ...example.zone, ...service.nodeLabels };
  const { devices } = service;
  const kind = { prefix: `${lane}-gpu`, count, gpus, labels, devices, zones };
  await world.lane(lane, example.namespaces, [kind]);
  await world.settle(example);
  await world.cluster.until(`${service.minReplicas} Ready`, 180, async () => {
    return world.readyPods(service).length >= service.minReplicas;
  });
  return service;
}

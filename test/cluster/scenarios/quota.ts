import type { KubeObject } from '../rig/objects';
import { Example, type Service } from '../world/example';
import type { Machines } from '../world/machines';
import type { World } from '../world/world';
import { mostGpus } from './plan';
import { Findings, type Scenario } from './scenario';

const SPACE = 'quota';
const RESOURCE = 'requests.nvidia.com/gpu';

/** A fleet at all of its maxima uses its quotas up, and not one pod fits beside it. */
export const quota: Scenario = {
  name: SPACE,
  expected:
    'every service at its maximum, Ready on the pools as stated; each quota used up, by what the plan says; one pod more of each refused by the quota of its tier',
  run: async (world) => {
    const example = Example.of('three-model-fleet').into(SPACE);
    const { services } = example;
    await world.lane(SPACE, [SPACE], pools(services));
    await counting(world, example.of('ResourceQuota'));
    await world.install(example.without('ScaledObject'));
    for (const service of services) await world.scale(service, service.maxReplicas);
    await world.cluster.until('every replica Ready', 120, async () =>
      services.every((one) => world.readyPods(one).length === one.maxReplicas),
    );
    const findings = new Findings();
    const grants = services.map((service) => ({ service, quota: quotaOf(example, service) }));
    for (const grant of grants) await usedUp(world, grant, findings);
    for (const { service } of grants) await world.scale(service, service.maxReplicas + 1);
    for (const grant of grants) await oneMore(world, grant, findings);
    return findings.text;
  },
};

/** The machines of the example's pools. */
function pools([fast, large, speech]: readonly Service[]): Omit<Machines, 'lane'>[] {
  const pool = (
    prefix: string,
    service: Service,
    count: number,
    gpus: number,
    how = 'on-demand',
  ) => {
    const labels = { ...service.nodeLabels, 'karpenter.sh/capacity-type': how };
    return { prefix: `${SPACE}-${prefix}`, count, gpus, labels };
  };
  return [
    pool('a100', fast, 1, 8),
    pool('h100', large, 8, 8),
    pool('burst', speech, 3, 1),
    pool('burst-spot', speech, 10, 1, 'spot'),
  ];
}

/** Pods that come with their quota may be overlooked until it is counted anew, every five minutes. */
async function counting(world: World, quotas: readonly KubeObject[]): Promise<void> {
  await world.cluster.apply(quotas);
  await world.cluster.until('the first count', 30, async () => {
    const counts = await Promise.all(quotas.map((one) => used(world, one)));
    return counts.every((count) => count === 0);
  });
}

interface Grant {
  readonly service: Service;
  readonly quota: KubeObject;
}

function quotaOf(example: Example, { podSpec }: Service): KubeObject {
  const { priorityClassName: tier } = podSpec;
  const [found, ...others] = example
    .of('ResourceQuota')
    .filter(({ spec }) => spec.scopeSelector.matchExpressions[0].values.includes(tier));
  if (!found || others.length > 0) throw new Error(`"${tier}" has not one quota`);
  return found;
}

async function usedUp(world: World, { service, quota }: Grant, findings: Findings): Promise<void> {
  const { name } = quota.metadata;
  const planned = mostGpus(service);
  const hard = Number(quota.spec.hard[RESOURCE]);
  const now = await used(world, quota);
  findings.check(
    hard === planned && now === planned,
    `${name}: plan ${planned}, used ${now} of ${hard}`,
  );
}

async function oneMore(world: World, { service, quota }: Grant, findings: Findings): Promise<void> {
  const pod = `${service.name}-${service.maxReplicas}`;
  const wording = `pods "${pod}" is forbidden: exceeded quota: ${quota.metadata.name}`;
  const path = `/api/v1/namespaces/${SPACE}/events`;
  const took = await world.cluster.until(wording, 60, async () => {
    const events = await world.cluster.list<KubeObject & { readonly message: string }>(path);
    return events.some(({ message }) => message.includes(wording));
  });
  const now = await used(world, quota);
  findings.check(now === mostGpus(service), `${pod} refused after ${took} s, ${now} in use`);
}

async function used(world: World, quota: KubeObject): Promise<number> {
  const { status } = await world.cluster.read(quota);
  return Number(status?.used?.[RESOURCE]);
}

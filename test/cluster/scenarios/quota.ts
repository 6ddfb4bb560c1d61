import type { KubeObject } from '../rig/objects';
import { Example, type Service } from '../world/example';
import { P5 } from '../world/machines';
import type { World } from '../world/world';
import { mostGpus } from './plan';
import { Findings, type Scenario } from './scenario';

const SPACE = 'quota';
const RESOURCE = 'requests.nvidia.com/gpu';
const P4DE = {
  'node.kubernetes.io/instance-type': 'p4de.24xlarge',
  'karpenter.k8s.aws/instance-gpu-name': 'a100',
};
const G6 = {
  'node.kubernetes.io/instance-type': 'g6.xlarge',
  'karpenter.k8s.aws/instance-gpu-name': 'l4',
};
const bought = (as: 'on-demand' | 'spot') => ({ 'karpenter.sh/capacity-type': as });

/** A fleet at all of its maxima fits its quotas and its pools exactly, and nothing fits beside it. */
export const quota: Scenario = {
  name: 'quota',
  expected:
    'at the maximum of every service: each quota used up, and by what the plan says; pod N+1 of each refused by the quota of its tier',
  run: async (world) => {
    const example = Example.of('three-model-fleet').without('ScaledObject').into(SPACE);
    const { services } = Example.of('three-model-fleet').into(SPACE);
    await world.lane(
      SPACE,
      [SPACE],
      [
        { prefix: 'quota-a100', count: 1, gpus: 8, labels: { ...P4DE, ...bought('on-demand') } },
        { prefix: 'quota-h100', count: 8, gpus: 8, labels: { ...P5, ...bought('on-demand') } },
        { prefix: 'quota-l4', count: 3, gpus: 1, labels: { ...G6, ...bought('on-demand') } },
        { prefix: 'quota-l4-spot', count: 10, gpus: 1, labels: { ...G6, ...bought('spot') } },
      ],
    );
    await world.install(example);
    const findings = new Findings();
    for (const service of services) await world.scale(service, most(service));
    await world.cluster.until('every replica Ready', 120, async () =>
      services.every((service) => world.readyPods(service).length === most(service)),
    );
    for (const service of services) await usedUp(world, example, service, findings);
    for (const service of services) await world.scale(service, most(service) + 1);
    for (const service of services) await oneMore(world, example, service, findings);
    return findings.text;
  },
};

const most = ({ scaler }: Service): number => scaler.spec.maxReplicaCount;

function quotaOf(example: Example, { workload }: Service): KubeObject {
  const tier = workload.spec.leaderWorkerTemplate.workerTemplate.spec.priorityClassName;
  const [found, ...others] = example
    .of('ResourceQuota')
    .filter(({ spec }) => spec.scopeSelector.matchExpressions[0].values.includes(tier));
  if (!found || others.length > 0) throw new Error(`"${tier}" has not one quota`);
  return found;
}

async function used(world: World, object: KubeObject): Promise<number> {
  const { status } = await world.cluster.read(object);
  return Number(status.used[RESOURCE]);
}

async function usedUp(
  world: World,
  example: Example,
  service: Service,
  findings: Findings,
): Promise<void> {
  const object = quotaOf(example, service);
  const [hard, planned] = [Number(object.spec.hard[RESOURCE]), mostGpus(service)];
  await world.cluster.until(`${object.metadata.name} counted`, 30, async () => {
    return (await used(world, object)) === planned;
  });
  findings.check(
    hard === planned,
    `${object.metadata.name}: plan ${planned}, used ${planned} of ${hard}`,
  );
}

async function oneMore(
  world: World,
  example: Example,
  service: Service,
  findings: Findings,
): Promise<void> {
  const object = quotaOf(example, service);
  const refused = `${service.name}-${most(service)}`;
  const wording = `pods "${refused}" is forbidden: exceeded quota: ${object.metadata.name}`;
  const took = await world.cluster.until(wording, 60, async () => {
    const events = await world.cluster.list<KubeObject & { message: string }>(
      `/api/v1/namespaces/${SPACE}/events`,
    );
    return events.some(({ message }) => message.includes(wording));
  });
  const now = await used(world, object);
  findings.check(now === mostGpus(service), `${refused} refused after ${took} s, used ${now}`);
}

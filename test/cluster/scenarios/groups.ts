import type { KubeObject } from '../rig/objects';
import { Example, type Service } from '../world/example';
import { isEnding, isReady } from '../world/pods';
import { stand } from '../world/stand';
import type { World } from '../world/world';
import { Findings, type Scenario, seconds } from './scenario';

/** Seconds, both simulated: the claim is about who goes and comes with whom. */
const LOAD = 20;
const DRAIN = 30;

/** Two replicas of two nodes each. */
class Groups {
  constructor(
    private readonly world: World,
    private readonly service: Service,
  ) {}

  pod(name: string): KubeObject | undefined {
    const { namespace } = this.service;
    return this.world.pods.in(namespace).find(({ metadata }) => metadata.name === name);
  }

  /** 201 when the pod goes, 429 when the budget keeps it. */
  async evict(name: string): Promise<number> {
    const { namespace } = this.service;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    const metadata = { name, namespace };
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
    const { status } = await this.world.cluster.send('POST', path, body);
    return status;
  }

  whole(): Promise<number> {
    return this.world.cluster.until('both groups whole', 300, async () => {
      const pods = this.world.podsOf(this.service.namespace, this.service.name);
      return pods.length === 4 && pods.every((pod) => isReady(pod) && !isEnding(pod));
    });
  }

  /** Waits until a pod of the same name is there that is not this one. */
  again(name: string, uid: string | undefined): Promise<number> {
    return this.world.cluster.until(`another ${name}`, 200, async () => {
      const pod = this.pod(name);
      return pod !== undefined && pod.metadata.uid !== uid;
    });
  }
}

export const groups: Scenario = {
  name: 'groups',
  expected: `two nodes a replica: ranks and addresses as the arguments need them; an eviction takes one group whole, a second one waits for it, a loading pod never stands in the way (load ${LOAD} s, drain ${DRAIN} s, simulated)`,
  run: async (world) => {
    const findings = new Findings();
    const example = Example.of('deepseek-multi-node');
    await world.stages.pace('reasoning', 'r1', { load: LOAD, drain: DRAIN });
    const service = await stand(world, example, { lane: 'groups', machines: 4, zones: 2 });
    world.load(service, 0);
    const both = new Groups(world, service);
    await both.whole();
    addressed(both, findings);
    await workerGoes(both, findings);
    await leaderGoes(both, findings);
    await loadingGoes(world, service, both, findings);
    return findings.text;
  },
};

function addressed(both: Groups, findings: Findings): void {
  for (const group of [0, 1])
    for (const rank of [0, 1]) {
      const name = rank === 0 ? `r1-${group}` : `r1-${group}-${rank}`;
      const pod = both.pod(name);
      const env = variablesOf(pod);
      const used = [...JSON.stringify(pod?.spec.containers[0]).matchAll(/\$\((\w+)\)/g)];
      const unknown = used.map(([, variable]) => variable).filter((variable) => !(variable in env));
      const isRight =
        env.LWS_WORKER_INDEX === String(rank) &&
        env.LWS_LEADER_ADDRESS === `r1-${group}.r1.reasoning` &&
        env.LWS_GROUP_SIZE === '2' &&
        unknown.length === 0;
      findings.check(isRight, `${name} rank ${env.LWS_WORKER_INDEX} of ${env.LWS_LEADER_ADDRESS}`);
    }
  const [leader, worker] = ['r1-0', 'r1-0-1'].map((name) => both.pod(name));
  findings.check(
    started(worker) <= readySince(leader),
    'a worker is there before its leader is Ready, which needs it',
  );
}

async function workerGoes(both: Groups, findings: Findings): Promise<void> {
  const before = both.pod('r1-1')?.metadata.uid;
  const first = await both.evict('r1-1-1');
  await seconds(2);
  const others = [await both.evict('r1-0-1'), await both.evict('r1-0')];
  const leaderEnds = isEndingNow(both.pod('r1-1'));
  findings.check(
    first === 201 && others.every((status) => status === 429) && leaderEnds,
    `worker evicted ${first}, its leader goes with it: ${leaderEnds}; the other group ${others.join(', ')}`,
  );
  await both.again('r1-1', before);
  findings.note(`whole again after ${await both.whole()} s more`);
}

async function leaderGoes(both: Groups, findings: Findings): Promise<void> {
  const before = both.pod('r1-0')?.metadata.uid;
  const first = await both.evict('r1-0');
  await seconds(2);
  const others = [await both.evict('r1-1'), await both.evict('r1-1-1')];
  findings.check(
    first === 201 && others.every((status) => status === 429),
    `leader evicted ${first}; the other group ${others.join(', ')}`,
  );
  await both.again('r1-0', before);
  findings.note(`whole again after ${await both.whole()} s more`);
}

/** A node with a pod that loads can be drained at once. */
async function loadingGoes(
  world: World,
  service: Service,
  both: Groups,
  findings: Findings,
): Promise<void> {
  await world.stages.pace(service.namespace, service.name, { load: 120, drain: DRAIN });
  const before = both.pod('r1-1')?.metadata.uid;
  await both.evict('r1-1');
  await both.again('r1-1', before);
  await world.cluster.until('a leader that loads', 60, async () => {
    return both.pod('r1-1')?.status.phase === 'Running';
  });
  const status = await both.evict('r1-1');
  findings.check(status === 201, `leader that loads evicted ${status}`);
}

function variablesOf(pod: KubeObject | undefined): Record<string, string> {
  const env: { name: string; value: string }[] = pod?.spec.containers[0].env ?? [];
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

const isEndingNow = (pod: KubeObject | undefined): boolean => pod !== undefined && isEnding(pod);
const started = (pod: KubeObject | undefined): number =>
  new Date(pod?.metadata.creationTimestamp ?? 0).getTime();
const readySince = (pod: KubeObject | undefined): number =>
  new Date(
    pod?.status.conditions.find(({ type }: { type: string }) => type === 'Ready')
      .lastTransitionTime,
  ).getTime();

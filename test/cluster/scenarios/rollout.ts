import type { KubeObject } from '../rig/objects';
import { Example, type Service } from '../world/example';
import { gpusOf, isBound, isUnschedulable } from '../world/pods';
import { Sampler } from '../world/sampler';
import { type Ground, stand } from '../world/stand';
import type { World } from '../world/world';
import { Findings, type Scenario } from './scenario';

/** Seconds that a new replica loads here; the claim is about GPUs and not about this time. */
const LOAD = 10;
const NEXT_IMAGE = ':next';

interface Watched {
  /** Most GPUs of pods that have a node, terminating ones too. */
  readonly gpus: number;
  /** Fewest pods that got requests. */
  readonly ready: number;
  /** Longest that a pod was without a node, as the scheduler told it; seconds. */
  readonly pending: number;
  readonly seconds: number;
}

/** Another image for every pod, by the same apply as ever, while nodes hold exactly what runs. */
async function rolled(world: World, example: Example, ground: Ground): Promise<Watched> {
  const service = await stand(world, example, ground);
  await world.stages.pace(service.namespace, service.name, { load: LOAD });
  const pods = (): KubeObject[] => world.podsOf(service.namespace, service.name);
  const looks = new Sampler(1, async () => ({
    gpus: pods()
      .filter(isBound)
      .reduce((sum, pod) => sum + gpusOf(pod), 0),
    ready: world.readyPods(service).length,
    pending: pods().some(isUnschedulable),
  }));
  await world.cluster.apply(example.objects.map(withNextImage));
  const limit = service.minReplicas * (service.graceSeconds + LOAD + 30);
  const took = await world.cluster.until('the new image everywhere', limit, async () =>
    isRolled(world.readyPods(service), service),
  );
  const seen = looks.stop();
  return {
    gpus: Math.max(...seen.map(({ gpus }) => gpus)),
    ready: Math.min(...seen.map(({ ready }) => ready)),
    pending: longest(seen.map(({ pending }) => pending)),
    seconds: took,
  };
}

function withNextImage(object: KubeObject): KubeObject {
  if (!['LeaderWorkerSet', 'Deployment'].includes(object.kind)) return object;
  const text = JSON.stringify(object);
  return JSON.parse(text.replaceAll(/"image":"([^"@]+):[^":]+"/g, `"image":"$1${NEXT_IMAGE}"`));
}

const isRolled = (ready: readonly KubeObject[], { minReplicas }: Service): boolean =>
  ready.length === minReplicas &&
  ready.every(({ spec }) => spec.containers[0].image.endsWith(NEXT_IMAGE));

/** The longest run of looks, one a second. */
function longest(looks: readonly boolean[]): number {
  let run = 0;
  return looks.reduce((most, is) => {
    run = is ? run + 1 : 0;
    return Math.max(most, run);
  }, 0);
}

export const rollout: Scenario = {
  name: 'rollout',
  expected: `LeaderWorkerSet on exactly the GPUs in use: no pod waits for a node, one replica missing at a time (ready ${LOAD} s after its node, simulated)`,
  run: async (world) => {
    const findings = new Findings();
    const example = Example.of('chat-70b').into('rollout');
    const seen = await rolled(world, example, { lane: 'rollout', machines: 4 });
    findings.note(`${seen.gpus} of 32 GPUs bound`);
    findings.check(seen.ready >= 3, `${seen.ready} of 4 Ready at least`);
    findings.check(seen.pending <= 2, `a pod without a node for ${seen.pending} s`);
    findings.note(`${seen.seconds} s`);
    return findings.text;
  },
};

/** Kubernetes replaces a terminating pod of a Deployment at once: kubernetes/enhancements#5882. */
export const rolloutOfDeployment: Scenario = {
  name: 'rollout-deploy',
  expected:
    'a limit of Kubernetes: the new pod of a Deployment waits for the GPU of the old one, which a node autoscaler would answer with a node; nothing else is worse than with LeaderWorkerSet',
  run: async (world) => {
    const findings = new Findings();
    const example = Example.of('small-8b').into('rollout-deploy');
    const seen = await rolled(world, example, { lane: 'rollout-deploy', machines: 2, gpus: 1 });
    findings.note(`${seen.gpus} of 2 GPUs bound`);
    findings.check(seen.ready >= 1, `${seen.ready} of 2 Ready at least`);
    findings.check(seen.pending > 0, `a pod without a node for ${seen.pending} s`);
    findings.note(`${seen.seconds} s`);
    return findings.text;
  },
};

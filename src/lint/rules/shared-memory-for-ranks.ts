import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isCompleted, isOfRay } from '../service/kinds';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const sharedMemoryForRanks: Rule = {
  id: 'R45',
  name: 'shared-memory-for-ranks',
  severity: 'warning',
  sentence: 'Ranks that share a pod have room in /dev/shm',
  why: 'Processes of one engine pass tensors and messages through shared memory, of which a container has 64 MiB. NCCL then hangs in its initialisation or a rank dies of a bus error, often only under load.',
  fix: 'mount an emptyDir with medium: Memory and a sizeLimit of some GiB at /dev/shm',
  source:
    'vllm docs/deployment/docker.md (--ipc=host or --shm-size); NCCL troubleshooting, shared memory',
  check: ({ services }: LintView) =>
    services.flatMap((service) =>
      isOfRay(service) ? [] : service.pods.flatMap((pod) => problemsOf(service, pod)),
    ),
};

/** Engines whose ranks are processes of their own. */
const ENGINES = ['vllm', 'sglang', 'tensorrt-llm', 'tgi', 'lmdeploy'];

function problemsOf(service: ServiceView, pod: PodView): Problem[] {
  if (pod.spec.hostIPC === true) return [];
  const engines = pod.containers.filter(({ engine }) => ENGINES.includes(engine?.name ?? ''));
  return engines.flatMap((container) => {
    const ranks = ranksOf(container);
    const unused = unmounted(pod, container);
    if (ranks < 2 || container.mounts.some(({ path }) => /^\/dev\/shm\/?$/.test(path))) return [];
    // A controller mounts one of its own; a volume that is mounted nowhere was meant to be larger.
    if (isCompleted(service) && !unused) return [];
    const { object, path, name } = container;
    return [
      {
        object,
        path: [...path, 'volumeMounts'],
        message: unused
          ? `the memory volume '${unused}' is mounted nowhere: ${ranks} ranks of '${name}' do not get it as /dev/shm`
          : `${ranks} ranks of '${name}' share the 64 MiB that a container has at /dev/shm: NCCL hangs, or a rank dies of a bus error`,
        ...(unused && { fix: `mount '${unused}' at /dev/shm` }),
      },
    ];
  });
}

function unmounted({ volumes }: PodView, { mounts }: ContainerView): string | undefined {
  const memory = volumes.filter(({ kind }) => kind === 'memory');
  return memory.find(({ name }) => !mounts.some(({ volume }) => volume === name))?.name;
}

/** Ranks of the engine in this container: at most one a GPU, where GPUs are counted. */
function ranksOf({ engine, gpus }: ContainerView): number {
  const { tensor = 1, pipeline = 1, data = 1 } = engine ?? {};
  const stated = tensor * pipeline * data;
  return gpus > 0 ? Math.min(stated, gpus) : stated;
}

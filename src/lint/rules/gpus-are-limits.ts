import { parseQuantity } from '../../kube/quantity';
import type { Problem } from '../finding';
import { isAccelerator } from '../read/accelerators';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { groupSize } from '../service/bounds';
import { isCompleted } from '../service/kinds';
import { counted } from '../service/titles';
import { joinsOthers, type World, worldIn } from '../service/world';
import type { EngineView } from '../view/engine-view';
import type { Path } from '../view/place';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const gpusAreLimits: Rule = {
  id: 'R62',
  name: 'gpus-are-limits',
  severity: 'error',
  sentence: 'A container asks for as many GPUs as its engine uses, as limits',
  why: 'GPUs are extended resources: the API refuses requests without equal limits. An engine with more ranks than GPUs does not start, and GPUs beyond its ranks are paid for and idle. Without a request the scheduler puts others on the same GPUs.',
  fix: 'write limits: { nvidia.com/gpu: … } with tensor × pipeline × data ranks',
  source:
    'https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/; vllm/config/parallel.py; https://docs.nvidia.com/datacenter/tesla/mig-user-guide/ (CUDA device enumeration)',
  check: ({ services }: LintView) =>
    services.flatMap((service) =>
      service.pods.flatMap((pod) => [
        ...pod.containers.flatMap(limitProblems),
        ...rankProblems(service, pod),
      ]),
    ),
};

/** The API demands requests = limits of what cannot be shared. */
function limitProblems({ object, path, content, name }: ContainerView): Problem[] {
  const resources = new Cursor(object, [...path, 'resources'], content.resources);
  return resources.at('requests').entries.flatMap(([key, { place, text }]) => {
    if (!isAccelerator(key)) return [];
    const limit = resources.at('limits', key).text;
    if (limit !== undefined && parseQuantity(limit) === parseQuantity(text ?? '')) return [];
    const message =
      limit === undefined
        ? `'${name}' requests ${text} of ${key} without a limit: the API refuses the pod`
        : `'${name}' requests ${text} of ${key} and limits it to ${limit}: the API refuses the pod`;
    return [
      { ...place, message, fix: `write limits: { ${key}: ${text} }, and leave the request out` },
    ];
  });
}

/** Devices of which one holds one rank. */
const WHOLE = ['nvidia.com/gpu', 'amd.com/gpu', 'habana.ai/gaudi'];

/** A single `&` of a shell: what follows it may be another server. */
const IN_BACKGROUND = /(?<![&>])&(?![&>])/;

/** Of a pod that computes alone: of a group the sum counts. */
function rankProblems(service: ServiceView, { server, spec }: PodView): Problem[] {
  if (!server || groupSize(service) > 1 || joinsOthers(server)) return [];
  const { engine, gpus, gpuResource = '', words, script = '' } = server;
  if (engine?.isServer === false) return [];
  if (gpus === 0) return engine ? withoutRequest(server, spec, isCompleted(service)) : [];
  // The arguments may be in the image.
  const isTold = !engine || words.length > 0 || service.kind === 'LLMInferenceService';
  const world = worldIn(server);
  if (world && engine && gpuResource.startsWith(SLICES))
    return sliceProblems(server, engine, world);
  if (!world || !isTold || IN_BACKGROUND.test(script) || !WHOLE.includes(gpuResource)) return [];
  if (world.ranks > gpus) return [tooMany(server, world)];
  return world.ranks < gpus ? [idle(server, world)] : [];
}

/** Of one GPU, by NVIDIA's device plugin. */
const SLICES = 'nvidia.com/mig-';

/** Ranks of data parallelism are processes that see one device each anyway. */
function sliceProblems(server: ContainerView, engine: EngineView, world: World): Problem[] {
  if (engine.tensor * engine.pipeline === 1) return [];
  const { object, name, gpus } = server;
  const stated = engine.flags.get('--tensor-parallel-size');
  return [
    {
      object,
      path: stated?.path ?? limitOf(server),
      message: `'${name}' starts ${world.says} on ${counted(gpus, 'MIG slice')}: a process sees one slice only, and the second rank finds no device`,
      fix: 'serve with one rank on one slice that is large enough, or ask for whole GPUs',
    },
  ];
}

function tooMany({ object, name, gpus, engine, ...server }: ContainerView, world: World): Problem {
  const stated = engine?.flags.get('--tensor-parallel-size');
  return {
    object,
    path: stated?.path ?? limitOf(server),
    message: `'${name}' starts ${world.says} on ${counted(gpus, 'GPU')}: it does not come up`,
    fix: `ask for ${world.ranks} GPUs, or state ${counted(gpus, 'rank')}`,
  };
}

function idle({ object, name, gpus, engine, ...server }: ContainerView, world: World): Problem {
  const unused = gpus - world.ranks;
  const setting = engine ? '--tensor-parallel-size' : 'NIM_TENSOR_PARALLEL_SIZE';
  return {
    object,
    path: limitOf(server),
    severity: 'warning',
    message: `'${name}' holds ${gpus} GPUs and starts ${world.says}: ${unused} ${unused === 1 ? 'is' : 'are'} paid for and idle`,
    fix: `write ${setting} ${gpus}, or ask for ${counted(world.ranks, 'GPU')}`,
  };
}

function limitOf({ path, gpuResource = '' }: Pick<ContainerView, 'path' | 'gpuResource'>): Path {
  return [...path, 'resources', 'limits', gpuResource];
}

/** GPUs picked by a variable, past the scheduler and the device plugin, or none at all. */
function withoutRequest(
  server: ContainerView,
  spec: PodView['spec'],
  mayBeAdded: boolean,
): Problem[] {
  const { env, name } = server;
  if (spec.resourceClaims || spec.runtimeClassName) return [];
  const picked = env.get('CUDA_VISIBLE_DEVICES') ?? env.get('NVIDIA_VISIBLE_DEVICES');
  if (!picked || /^(|-1|none|void)$/i.test(picked.value)) {
    return mayBeAdded ? [] : withoutGpu(server);
  }
  const { object, path, value } = picked;
  const message = `'${name}' takes the GPUs '${value}' by a variable and asks the scheduler for none: others are put on the same GPUs, or it lands on a node without`;
  const fix = 'write limits: { nvidia.com/gpu: … } and take the variable out';
  return [{ object, path, message, fix }];
}

/** The image of the project for NVIDIA's GPUs; others may be built for a CPU. */
function withoutGpu({ object, path, name, image }: ContainerView): Problem[] {
  if (!/(^|\/)vllm\/vllm-openai[:@]/.test(image.value)) return [];
  const message = `'${name}' runs '${image.value}', which is built for GPUs, and asks for none: no GPU is handed to it`;
  const fix = 'write limits: { nvidia.com/gpu: … }, or use the image vllm-openai-cpu';
  return [{ object, path: [...path, 'resources'], message, fix, severity: 'warning' }];
}

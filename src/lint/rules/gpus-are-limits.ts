import { parseQuantity } from '../../kube/quantity';
import type { Problem } from '../finding';
import { isAccelerator } from '../read/accelerators';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { groupSize } from '../service/bounds';
import { isCompleted } from '../service/kinds';
import { counted } from '../service/titles';
import { joinsOthers, worldIn } from '../service/world';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const gpusAreLimits: Rule = {
  id: 'R62',
  name: 'gpus-are-limits',
  severity: 'error',
  sentence: 'A container asks for as many GPUs as its engine uses, as limits',
  why: 'GPUs are extended resources: the API refuses requests without equal limits. An engine with more ranks than GPUs does not start, and GPUs beyond its ranks are paid for and idle. Without a request the scheduler puts others on the same GPUs.',
  fix: 'write limits: { nvidia.com/gpu: … } with tensor × pipeline × data ranks',
  source: 'https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/; vllm/config/parallel.py',
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

/** Of a pod that computes alone: of a group the sum counts. */
function rankProblems(service: ServiceView, { server, spec }: PodView): Problem[] {
  if (!server || groupSize(service) > 1 || joinsOthers(server)) return [];
  if (server.engine?.isServer === false) return [];
  if (server.gpus === 0)
    return server.engine ? unrequested(server, spec, isCompleted(service)) : [];
  const { object, path, name, gpus, gpuResource = '', engine, words, script = '' } = server;
  const world = worldIn(server);
  // The arguments may be in the image, or a script may start several servers.
  const isWritten = words.length > 0 || service.kind === 'LLMInferenceService';
  const isTold = !engine || (isWritten && !script.includes('&'));
  if (!world || !isTold || !WHOLE.includes(gpuResource)) return [];
  const limit = { object, path: [...path, 'resources', 'limits', gpuResource] };
  if (world.ranks > gpus) {
    const place = engine?.flags.get('--tensor-parallel-size') ?? limit;
    const message = `'${name}' starts ${world.says} on ${counted(gpus, 'GPU')}: it does not come up`;
    const fix = `ask for ${world.ranks} GPUs, or state ${counted(gpus, 'rank')}`;
    return [{ object, path: place.path, message, fix }];
  }
  const idle = gpus - world.ranks;
  if (idle === 0) return [];
  const message = `'${name}' holds ${gpus} GPUs and starts ${world.says}: ${idle} ${idle === 1 ? 'is' : 'are'} paid for and idle`;
  const setting = engine ? '--tensor-parallel-size' : 'NIM_TENSOR_PARALLEL_SIZE';
  const fix = `write ${setting} ${gpus}, or ask for ${counted(world.ranks, 'GPU')}`;
  return [{ ...limit, message, severity: 'warning', fix }];
}

/** GPUs picked by a variable, past the scheduler and the device plugin. */
function unrequested(
  server: ContainerView,
  spec: PodView['spec'],
  isCompleted: boolean,
): Problem[] {
  const { env, name } = server;
  const picked = env.get('CUDA_VISIBLE_DEVICES') ?? env.get('NVIDIA_VISIBLE_DEVICES');
  if (spec.resourceClaims || spec.runtimeClassName) return [];
  if (!picked || /^(|-1|none|void)$/i.test(picked.value))
    return isCompleted ? [] : withoutGpu(server);
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

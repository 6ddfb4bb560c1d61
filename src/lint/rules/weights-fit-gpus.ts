import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { type AskedGpu, askedGpu } from '../service/gpu-memory';
import { type ModelSize, modelSize } from '../service/model-size';
import { counted } from '../service/titles';
import type { EngineView } from '../view/engine-view';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const weightsFitGpus: Rule = {
  id: 'R77',
  name: 'weights-fit-gpus',
  severity: 'error',
  sentence: 'The weights of a model fit the GPUs of its server, and its heads divide by its ranks',
  why: 'Weights stay in the memory of the GPUs as long as the server runs. Weights that are larger than all of it end the start with out of memory, after they were downloaded, and the pod restarts and downloads them again. Tensor parallelism gives each rank the same number of attention heads, and refuses to start otherwise.',
  fix: 'take more or larger GPUs, or a checkpoint in fp8 or int4',
  source:
    'vllm/config/model.py (verify_with_parallel_config: heads must be divisible by tensor parallel size); NVIDIA data sheets of the cards (src/facts/accelerators.json)',
  check: ({ services }: LintView) =>
    services.flatMap((service) =>
      service.pods.flatMap((pod) => {
        const { server } = pod;
        const engine = server?.engine;
        if (!server || !engine?.model || !ENGINES.includes(engine.name)) return [];
        const size = modelSize(engine.model);
        if (!size) return [];
        return [
          ...headProblems(server, engine, size),
          ...memoryProblems(service, pod, server, engine, size),
        ];
      }),
    ),
};

/** Of these it is known that all weights are on the GPUs. */
const ENGINES = ['vllm', 'sglang'];

function headProblems({ name }: ContainerView, engine: EngineView, size: ModelSize): Problem[] {
  const stated = engine.flags.get('--tensor-parallel-size');
  const tensor = Number(stated?.value);
  const heads = size.geometry?.queryHeads;
  if (!stated || !heads || !(tensor > 1) || heads % tensor === 0) return [];
  const { object, path } = stated;
  const fits = Array.from({ length: heads }, (_, at) => at + 1).filter(
    (each) => heads % each === 0,
  );
  const less = fits.filter((each) => each < tensor).pop() ?? 1;
  const more = fits.find((each) => each > tensor);
  const message = `${heads} attention heads of '${engine.model}' do not divide by ${tensor} ranks: '${name}' refuses to start`;
  const fix = `write --tensor-parallel-size ${less}${more === undefined ? '' : ` or ${more}`}, and as many GPUs`;
  return [{ object, path, message, fix }];
}

/** Flags by which less than the checkpoint stands in the memory of the GPUs. */
const SMALLER = [
  '--quantization',
  '--load-format',
  '--cpu-offload-gb',
  '--offload-group-size',
  '--hf-overrides',
  '--dtype',
  '--torchao-config',
  '--model-loader-extra-config',
];

/** Sizes by names are rounded, and a card may be sold with a little more. */
const CERTAIN = 1.1;

function memoryProblems(
  service: ServiceView,
  pod: PodView,
  server: ContainerView,
  engine: EngineView,
  size: ModelSize,
): Problem[] {
  const { gpuResource = '' } = server;
  const isWhole = ['nvidia.com/gpu', 'amd.com/gpu'].includes(gpuResource);
  const isSmaller =
    SMALLER.some((flag) => engine.flags.has(flag)) || /gguf/i.test(engine.model ?? '');
  const gpu = isWhole && !isSmaller ? askedGpu(pod) : undefined;
  if (!gpu) return [];
  const gpus = gpusOfWeights(service, engine);
  const gigabytes = Math.round(size.bytes / 1e9);
  const held = Math.round((gpus * gpu.memoryGiB * 2 ** 30) / 1e9);
  if (gigabytes <= CERTAIN * held) return [];
  const { object, path } = server;
  return [
    {
      object,
      path,
      message: `the weights of '${engine.model}' are ${gigabytes} GB in ${size.format}, and ${counted(gpus, gpu.name)} ${gpus === 1 ? 'has' : 'have'} ${held} GB: '${server.name}' runs out of memory while it loads`,
      arithmetic: {
        columns: ['', 'GB'],
        rows: [
          [`weights in ${size.format}`, gigabytes],
          [`memory of ${counted(gpus, gpu.name)}`, held],
        ],
      },
      fix: fixOf(gpu, gigabytes, held / gpus),
    },
  ];
}

/** Those that share one copy: data parallelism repeats what is no expert. */
function gpusOfWeights({ gpusPerReplica }: ServiceView, { name, data, flags }: EngineView): number {
  const isShared = flags.has('--enable-expert-parallel') || name === 'sglang';
  return isShared ? gpusPerReplica : Math.max(1, Math.floor(gpusPerReplica / Math.max(1, data)));
}

/** Beside the weights a tenth is kept free and a fifth is the KV cache's. */
const OF_WEIGHTS = 0.7;

/** Tensor parallelism stays within a node. */
const MOST_OF_NODE = 8;

function fixOf({ name }: AskedGpu, gigabytes: number, each: number): string {
  const gpus = 2 ** Math.ceil(Math.log2(gigabytes / (OF_WEIGHTS * each)));
  if (gpus > MOST_OF_NODE) return 'take larger GPUs, or a checkpoint in fp8 or int4';
  return `take ${gpus} ${name} with --tensor-parallel-size ${gpus}, larger GPUs, or a checkpoint in fp8 or int4`;
}

import type { EngineView } from '../view/engine-view';
import type { ContainerView } from '../view/pod-view';

/** Ranks of an engine, and how they come about. */
export interface World {
  readonly ranks: number;
  /** `16 ranks (tensor 8 × pipeline 2)` */
  readonly says: string;
}

const DIMENSIONS = [
  ['tensor', '--tensor-parallel-size'],
  ['pipeline', '--pipeline-parallel-size'],
  ['data', '--data-parallel-size'],
  ['prefill context', '--prefill-context-parallel-size'],
] as const;

/** Engines whose flags are known to multiply to ranks. */
const ENGINES = ['vllm', 'sglang'];

/** Ranks of a container: by its engine, or by the variables that NIM images read. */
export function worldIn({ engine, env }: ContainerView): World | undefined {
  if (engine) return worldOf(engine);
  const [tensor, pipeline] = ['NIM_TENSOR_PARALLEL_SIZE', 'NIM_PIPELINE_PARALLEL_SIZE'].map(
    (name) => Number(env.get(name)?.value ?? Number.NaN),
  );
  if (!(tensor >= 1)) return undefined;
  const ranks = tensor * (pipeline >= 1 ? pipeline : 1);
  return { ranks, says: `${ranks} ranks (NIM_TENSOR_PARALLEL_SIZE ${tensor})` };
}

/** Ranks that the flags of an engine add up to; nothing where a variable or a file states them. */
export function worldOf(engine: EngineView): World | undefined {
  if (!ENGINES.includes(engine.name) || engine.flags.has('--config')) return undefined;
  const parts = DIMENSIONS.map(([name, flag]) => ({ name, size: sizeOf(engine, flag) }));
  if (parts.some(({ size }) => Number.isNaN(size))) return undefined;
  const stated = parts.filter(({ size }) => size > 1);
  const ranks = stated.reduce((product, { size }) => product * size, 1);
  const terms = stated.map(({ name, size }) => `${name} ${size}`).join(' × ');
  const noun = ranks === 1 ? '1 rank' : `${ranks} ranks`;
  return {
    ranks,
    says: terms === '' ? `${noun} (no parallelism is stated)` : `${noun} (${terms})`,
  };
}

/** Attention by data parallelism runs in the ranks of the tensor parallelism of SGLang. */
function sizeOf({ name, flags, ...view }: EngineView, flag: string): number {
  if (flag === '--data-parallel-size' && name === 'sglang' && flags.has('--enable-dp-attention')) {
    return 1;
  }
  const stated = flags.get(flag)?.value;
  if (stated !== undefined) return typeof stated === 'string' ? Number(stated) : Number.NaN;
  const { tensor, pipeline, data } = view;
  const assumed: Readonly<Record<string, number>> = {
    '--tensor-parallel-size': tensor,
    '--pipeline-parallel-size': pipeline,
    '--data-parallel-size': data,
  };
  return assumed[flag] ?? 1;
}

/** Flags by which an engine computes together with one in another pod. */
const JOINING = [
  '--nnodes',
  '--node-rank',
  '--headless',
  '--master-addr',
  '--dist-init-addr',
  '--data-parallel-address',
  '--data-parallel-rank',
  '--data-parallel-start-rank',
  '--data-parallel-size-local',
  '--data-parallel-hybrid-lb',
  '--data-parallel-external-lb',
];

/** Whether its command joins it to others: by flags, by Ray, or by what a controller tells it. */
export function joinsOthers({ engine, script = '', words }: ContainerView): boolean {
  if (JOINING.some((flag) => engine?.flags.has(flag))) return true;
  if (engine?.flags.get('--distributed-executor-backend')?.value === 'ray') return true;
  return /\bray\b|multi-node-serving|mpirun|LWS_/.test([script, ...words].join(' '));
}

import { type ConfigFields, isObject } from './fields';
import { formatGroups } from './format-groups';
import type { AttentionKind, LayerPart, WeightFormat } from './geometry';
import { expertCount, type MlpKind } from './mlp-kinds';
import { moduleTest } from './module-patterns';
import type { Quantization } from './quantization';
import { formatOfAlgorithm, quantizesOnlyExperts } from './quantization-methods';

/** Where checkpoints root their layers. */
const ROOTS = ['model.', 'model.language_model.', 'language_model.model.', 'backbone.'];

interface Projections {
  readonly input: readonly string[];
  readonly output: readonly string[];
}

const ATTENTION: Projections = {
  input: ['self_attn.q_proj', 'self_attn.q_b_proj', 'mixer.q_proj'],
  output: ['self_attn.o_proj', 'mixer.o_proj'],
};
const STATE_LAYERS: Partial<Readonly<Record<AttentionKind, Projections>>> = {
  'gated-delta': { input: ['linear_attn.in_proj_qkv'], output: ['linear_attn.out_proj'] },
  mamba2: { input: ['mixer.in_proj'], output: ['mixer.out_proj'] },
};
const DENSE = ['mlp.down_proj', 'feed_forward.down_proj', 'mixer.down_proj'];
const SHARED = [
  'mlp.shared_experts.down_proj',
  'mlp.shared_expert.down_proj',
  'block_sparse_moe.shared_experts.down_proj',
  'feed_forward.shared_expert.down_proj',
  'mixer.shared_experts.down_proj',
];
/** Gemma-4 keeps its experts beside the dense block. */
const EXPERTS_BESIDE = ['experts.0.down_proj'];
const EXPERTS = [
  'mlp.experts.0.down_proj',
  'block_sparse_moe.experts.0.w2',
  'feed_forward.experts.down_proj',
  'mixer.experts.0.down_proj',
];

export type PartFormats = Readonly<Record<LayerPart, WeightFormat>>;

/** What the parts of a checkpoint are stored in. */
export interface CheckpointFormats {
  readonly layer: (layer: number, attention: AttentionKind, mlp: MlpKind) => PartFormats;
  /** Draft layers, which quantized checkpoints mostly leave as they are. */
  readonly draft: (layers: number, mlp: MlpKind) => PartFormats;
  /** The output head: quantized only where the checkpoint names it. */
  readonly head: WeightFormat;
}

/** Tells the formats of a checkpoint from its `quantization_config`. */
export function checkpointFormats(
  fields: ConfigFields,
  { checkpointFormat, unquantizedModules }: Quantization,
): CheckpointFormats {
  const isKept = moduleTest(unquantizedModules);
  const ofExperts = quantizesOnlyExperts(fields.object('quantization_config') ?? {});
  const besideExperts = ofExperts && expertCount(fields) ? 'bf16' : checkpointFormat;
  const stated = listedFormats(fields) ?? groupedFormats(fields);
  const formatOf = (part: WeightFormat, modules: readonly string[]): WeightFormat => {
    if (checkpointFormat === 'bf16' || modules.some(isKept)) return 'bf16';
    return stated ? (stated(modules) ?? 'bf16') : part;
  };
  const partsAt = (
    path: (module: string) => readonly string[],
    attention: AttentionKind,
    mlp: MlpKind,
  ): PartFormats => {
    const { input, output } = STATE_LAYERS[attention] ?? ATTENTION;
    const at = (modules: readonly string[]): readonly string[] => modules.flatMap(path);
    return {
      attention: formatOf(besideExperts, at(input)),
      attentionOutput: formatOf(besideExperts, at(output)),
      mlp: formatOf(besideExperts, at(mlp === 'moe' ? SHARED : DENSE)),
      experts: formatOf(
        expertFormat(fields, checkpointFormat) ?? checkpointFormat,
        at(mlp === 'both' ? EXPERTS_BESIDE : EXPERTS),
      ),
    };
  };
  const rooted = (layer: number) => (module: string) =>
    ROOTS.map((root) => `${root}layers.${layer}.${module}`);
  return {
    layer: (layer, attention, mlp) => partsAt(rooted(layer), attention, mlp),
    // Beside the decoder as `mtp`, or as one more layer of it.
    draft: (layers, mlp) =>
      partsAt((module) => [`mtp.layers.0.${module}`, ...rooted(layers)(module)], 'full', mlp),
    head: (!isKept('lm_head') && stated?.(['lm_head'])) || 'bf16',
  };
}

type StatedFormats = (modules: readonly string[]) => WeightFormat | undefined;

/** Mixed ModelOpt checkpoints list each quantized module with its algorithm. */
function listedFormats(fields: ConfigFields): StatedFormats | undefined {
  const { quant_method: method, quantized_layers: listed } =
    fields.object('quantization_config') ?? {};
  if (!String(method).startsWith('modelopt') || !isObject(listed)) return undefined;
  return (modules) => {
    const found = modules.flatMap(ancestry).find((module) => isObject(listed[module]));
    const row = found === undefined ? undefined : listed[found];
    return isObject(row) ? formatOfAlgorithm(row.quant_algo) : undefined;
  };
}

/** Others group modules by what they are quantized to. */
function groupedFormats(fields: ConfigFields): StatedFormats | undefined {
  const config = fields.object('quantization_config') ?? {};
  if (config.quant_method === 'fp8') return undefined;
  const groups = formatGroups(config);
  if (groups.length === 0) return undefined;
  return (modules) => groups.find(({ covers }) => modules.some(covers))?.format;
}

/** A module and the modules that hold it: experts may be listed together. */
function ancestry(module: string): readonly string[] {
  const segments = module.split('.');
  return segments.map((_, dropped) => segments.slice(0, segments.length - dropped).join('.'));
}

/** DeepSeek-V4 ships its experts in MXFP4 inside FP8; a checkpoint in another format has one. */
function expertFormat(fields: ConfigFields, checkpoint: WeightFormat): WeightFormat | undefined {
  const algorithm = fields.object('quantization_config')?.moe_quant_algo;
  const isFp4 = checkpoint === 'fp8' && fields.raw('expert_dtype') === 'fp4';
  return formatOfAlgorithm(algorithm) ?? (isFp4 ? 'mxfp4' : undefined);
}

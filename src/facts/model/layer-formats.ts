import { type ConfigFields, isObject } from './fields';
import type { LayerPart, WeightFormat } from './geometry';
import type { MlpKind } from './mlp-kinds';
import { moduleTest } from './module-patterns';
import { formatOfAlgorithm, type Quantization } from './quantization';

/** Where checkpoints root their layers. */
const ROOTS = ['model.', 'model.language_model.', 'language_model.model.', 'backbone.'];

const ATTENTION = ['self_attn.o_proj', 'linear_attn.out_proj', 'mixer.out_proj', 'mixer.o_proj'];
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

type PartFormats = Readonly<Record<LayerPart, WeightFormat>>;

/** Tells the formats of a layer's parts in the checkpoint. */
export function layerFormats(
  fields: ConfigFields,
  { checkpointFormat, unquantizedModules }: Quantization,
): (layer: number, mlp: MlpKind) => PartFormats {
  const isKept = moduleTest(unquantizedModules);
  const listed = listedFormats(fields);
  const formatOf = (part: WeightFormat, modules: readonly string[]): WeightFormat => {
    if (checkpointFormat === 'bf16' || modules.some(isKept)) return 'bf16';
    return listed ? listed(modules) : part;
  };
  return (layer, mlp) => {
    const paths = (modules: readonly string[]): readonly string[] =>
      ROOTS.flatMap((root) => modules.map((module) => `${root}layers.${layer}.${module}`));
    return {
      attention: formatOf(checkpointFormat, paths(ATTENTION)),
      mlp: formatOf(checkpointFormat, paths(mlp === 'moe' ? SHARED : DENSE)),
      experts: formatOf(
        expertFormat(fields) ?? checkpointFormat,
        paths(mlp === 'both' ? EXPERTS_BESIDE : EXPERTS),
      ),
    };
  };
}

/** Mixed ModelOpt checkpoints list each quantized module with its algorithm. */
function listedFormats(
  fields: ConfigFields,
): ((modules: readonly string[]) => WeightFormat) | undefined {
  const { quant_method: method, quantized_layers: listed } =
    fields.object('quantization_config') ?? {};
  if (method !== 'modelopt' || !isObject(listed)) return undefined;
  return (modules) => {
    const found = modules.flatMap(ancestry).find((module) => isObject(listed[module]));
    const row = found === undefined ? undefined : listed[found];
    return (isObject(row) ? formatOfAlgorithm(row.quant_algo) : undefined) ?? 'bf16';
  };
}

/** A module and the modules that hold it: experts may be listed together. */
function ancestry(module: string): readonly string[] {
  const segments = module.split('.');
  return segments.map((_, dropped) => segments.slice(0, segments.length - dropped).join('.'));
}

/** DeepSeek-V4 ships its experts in MXFP4 inside an FP8 checkpoint. */
function expertFormat(fields: ConfigFields): WeightFormat | undefined {
  const algorithm = fields.object('quantization_config')?.moe_quant_algo;
  return (
    formatOfAlgorithm(algorithm) ?? (fields.raw('expert_dtype') === 'fp4' ? 'mxfp4' : undefined)
  );
}

import type { ConfigFields } from './fields';
import { firstGroupWeights } from './format-groups';
import { groupedBytes } from './formats';
import type { WeightFormat } from './geometry';
import { formatOfMethod, isByBits, methodNames } from './quantization-methods';

type Config = Readonly<Record<string, unknown>>;

/** What `quantization_config` says about a checkpoint. */
export interface Quantization {
  readonly checkpointFormat: WeightFormat;
  readonly checkpointBytesPerParameter?: number;
  readonly unquantizedModules: readonly string[];
}

/** Spellings of the list of modules that stay as they are. */
const IGNORE_LISTS = [
  ...['ignore', 'modules_to_not_convert', 'ignored_layers', 'exclude_modules'],
  ...['exclude', 'llm_int8_skip_modules'],
];

/** Group of integers whose width has no format of its own, where the checkpoint states none. */
const USUAL_GROUP = 128;

/**
 * bitsandbytes: a float32 scale for each block of 64, which vLLM restores while it loads also
 * where the checkpoint stores the scales in 8 bits.
 */
const BITSANDBYTES_BYTES = groupedBytes(4, 64, 32);

/** Format of the checkpoint; without a `quantization_config` it is bf16. */
export function readQuantization(fields: ConfigFields): Quantization {
  const config = fields.object('quantization_config');
  if (!config) return { checkpointFormat: 'bf16', unquantizedModules: [] };
  const format = formatOfMethod(config);
  return {
    checkpointFormat: format ?? 'bf16',
    checkpointBytesPerParameter: format && bytesPerParameter(format, config),
    unquantizedModules: IGNORE_LISTS.flatMap((name) => strings(config[name])),
  };
}

/** A format that cannot be read must be stated. */
export function refuseUnknownMethod(fields: ConfigFields): void {
  const config = fields.object('quantization_config');
  if (!config || formatOfMethod(config) !== undefined) return;
  fields.note(
    'quantization_config',
    `of a known quant_method: ${methodNames.join(', ')}`,
    'leave quantization_config out and state quantization in the request',
  );
}

/** Integer groups come in several sizes, with or without zeros: Kimi-K2.5 has 32 and none. */
function bytesPerParameter(format: WeightFormat, config: Config): number | undefined {
  if (config.quant_method === 'bitsandbytes') {
    return format === 'int4' ? BITSANDBYTES_BYTES : undefined;
  }
  const weights = config.quant_method === 'compressed-tensors' ? firstGroupWeights(config) : config;
  const bits = weights.num_bits ?? weights.bits ?? weights.w_bit ?? 4;
  if ((weights.type !== 'int' && !isByBits(config)) || typeof bits !== 'number') return undefined;
  const stated = weights.group_size ?? weights.q_group_size;
  const group = typeof stated === 'number' && stated > 0 ? stated : undefined;
  if (group === undefined && (bits === 4 || bits === 8)) return undefined;
  const zeros = weights.symmetric === true || weights.sym === true ? 0 : bits;
  return groupedBytes(bits, group ?? USUAL_GROUP, 16 + zeros);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

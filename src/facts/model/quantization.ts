import { type ConfigFields, isObject } from './fields';
import { firstGroupWeights, formatGroups } from './format-groups';
import { groupedBytes } from './formats';
import type { WeightFormat } from './geometry';

type Config = Readonly<Record<string, unknown>>;

/** What `quantization_config` says about a checkpoint. */
export interface Quantization {
  readonly checkpointFormat: WeightFormat;
  readonly checkpointBytesPerParameter?: number;
  readonly unquantizedModules: readonly string[];
}

type Reader = (config: Config) => WeightFormat | undefined;

/** By `quant_method`, under the names vLLM knows. */
const READERS: Readonly<Record<string, Reader>> = {
  fp8: () => 'fp8',
  fbgemm_fp8: () => 'fp8',
  'compressed-tensors': grouped,
  awq: byBits,
  gptq: byBits,
  'auto-round': byBits,
  mxfp4: () => 'mxfp4',
  modelopt,
  modelopt_fp4: () => 'nvfp4',
};

const NARROWEST_FIRST: readonly WeightFormat[] = ['nvfp4', 'mxfp4', 'int4', 'fp8', 'int8'];

/** Spellings of the list of modules that stay as they are. */
const IGNORE_LISTS = ['ignore', 'modules_to_not_convert', 'ignored_layers', 'exclude_modules'];

/** Format of the checkpoint; without a `quantization_config` it is bf16. */
export function readQuantization(fields: ConfigFields): Quantization {
  const config = fields.object('quantization_config');
  if (!config) return { checkpointFormat: 'bf16', unquantizedModules: [] };
  // Older ModelOpt exports name only the algorithm.
  const method = String(config.quant_method ?? (config.quant_algo && 'modelopt'));
  const format = READERS[method]?.(config);
  if (format === undefined) {
    fields.note(
      'quantization_config',
      `of a known quant_method: ${Object.keys(READERS).join(', ')}`,
      'leave quantization_config out and state quantization in the request',
    );
  }
  return {
    checkpointFormat: format ?? 'bf16',
    checkpointBytesPerParameter: groupBytes(method, config),
    unquantizedModules: IGNORE_LISTS.flatMap((name) => strings(config[name])),
  };
}

/** A checkpoint of several formats goes by the narrowest, in which most of it is stored. */
function grouped(config: Config): WeightFormat | undefined {
  const formats = formatGroups(config).map(({ format }) => format);
  return NARROWEST_FIRST.find((format) => formats.includes(format));
}

function byBits(config: Config): WeightFormat | undefined {
  const bits = config.bits ?? config.w_bit;
  if (bits === 8) return 'int8';
  return bits === 4 || bits === undefined ? 'int4' : undefined;
}

function modelopt(config: Config): WeightFormat | undefined {
  if (config.quant_algo !== 'MIXED_PRECISION') return formatOfAlgorithm(config.quant_algo);
  const layers = isObject(config.quantized_layers) ? Object.values(config.quantized_layers) : [];
  const formats = layers.filter(isObject).map((row) => formatOfAlgorithm(row.quant_algo));
  return NARROWEST_FIRST.find((format) => formats.includes(format)) ?? grouped(config);
}

/** ModelOpt's names: `NVFP4`, `W4A16_NVFP4`, `FP8`, `MXFP8`, `FP8_PB_WO`, `W4A8_AWQ` … */
export function formatOfAlgorithm(algorithm: unknown): WeightFormat | undefined {
  const name = String(algorithm);
  if (name.includes('NVFP4')) return 'nvfp4';
  if (name.includes('MXFP4')) return 'mxfp4';
  if (name.includes('AWQ')) return 'int4';
  return name.includes('FP8') ? 'fp8' : undefined;
}

/** Integer groups come in several sizes, with or without zeros: Kimi-K2.5 has 32 and none. */
function groupBytes(method: string, config: Config): number | undefined {
  const weights = method === 'compressed-tensors' ? firstGroupWeights(config) : config;
  const group = weights.group_size;
  const integers = weights.type === 'int' || READERS[method] === byBits;
  const bits = weights.num_bits ?? weights.bits ?? 4;
  if (!integers || typeof group !== 'number' || group <= 0 || typeof bits !== 'number') {
    return undefined;
  }
  const zeros = weights.symmetric === true || weights.sym === true ? 0 : bits;
  return groupedBytes(bits, group, 16 + zeros);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

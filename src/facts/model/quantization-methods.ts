import { isObject } from './fields';
import { formatGroups, formatOfNumbers, quarkNumbers } from './format-groups';
import { formatNames } from './formats';
import type { WeightFormat } from './geometry';

type Config = Readonly<Record<string, unknown>>;
type Reader = (config: Config) => WeightFormat | undefined;

const NARROWEST_FIRST: readonly WeightFormat[] = ['nvfp4', 'mxfp4', 'int4', 'fp8', 'int8'];

/** `format` of compressed-tensors, of which reduced configurations keep nothing else. */
const PACKINGS: Readonly<Record<string, WeightFormat>> = {
  'pack-quantized': 'int4',
  'marlin-24': 'int4',
  'float-quantized': 'fp8',
  'mxfp8-quantized': 'fp8',
  'int-quantized': 'int8',
  'naive-quantized': 'int8',
  'nvfp4-pack-quantized': 'nvfp4',
  'mxfp4-pack-quantized': 'mxfp4',
};

/** By `quant_method`, under the names of vLLM, SGLang and the tools that write checkpoints. */
const READERS: Readonly<Record<string, Reader>> = {
  ...always('fp8', 'fp8', 'fbgemm_fp8', 'ptpc_fp8', 'deepgemm_fp8', 'w8a8_fp8', 'mxfp8'),
  'compressed-tensors': grouped,
  ...{ awq: byBits, gptq: byBits, awq_marlin: byBits, gptq_marlin: byBits, gptqmodel: byBits },
  ...{ 'auto-round': byBits, 'intel/auto-round': byBits, moe_wna16: byBits, hqq: byBits },
  gguf: (config) => (config.bits === undefined ? 'int8' : byBits(config)),
  bitsandbytes: ({ load_in_8bit: wide }) => (wide === true ? 'int8' : 'int4'),
  ...always('int8', 'experts_int8', 'w8a8_int8'),
  ...always('mxfp4', 'mxfp4'),
  modelopt,
  ...always('nvfp4', 'modelopt_fp4', 'petit_nvfp4'),
  ...always('fp8', 'modelopt_mxfp8'),
  modelopt_mixed: modelopt,
  quark: (config) => formatOfNumbers(quarkNumbers(config)),
  torchao: ({ quant_type: type }) => formatOfName(JSON.stringify(type ?? '')),
  fp_quant: ({ forward_dtype: type }) => (type === 'nvfp4' ? 'nvfp4' : 'mxfp4'),
};

/** Methods that leave all but the routed experts as they are in vLLM. */
const OF_EXPERTS = ['mxfp4', 'experts_int8'];

const byPlainName = new Map(
  Object.entries(READERS).map(([name, reader]) => [plain(name), reader] as const),
);

/** Names of every method that can be read. */
export const methodNames: readonly string[] = Object.keys(READERS);

/** Format of a checkpoint by its `quantization_config`; the method may also be a format's name. */
export function formatOfMethod(config: Config): WeightFormat | undefined {
  const method = plain(String(config.quant_method));
  const reader = byPlainName.get(method);
  return reader ? reader(config) : formatNames.find((name) => name === method);
}

/** The method says how many bits an integer has, and groups them. */
export function isByBits({ quant_method: method }: Config): boolean {
  return byPlainName.get(plain(String(method))) === byBits;
}

export function quantizesOnlyExperts({ quant_method: method }: Config): boolean {
  return OF_EXPERTS.includes(plain(String(method)));
}

/** ModelOpt's names: `NVFP4`, `W4A16_NVFP4`, `FP8`, `MXFP8`, `FP8_PB_WO`, `W4A8_AWQ` … */
export function formatOfAlgorithm(algorithm: unknown): WeightFormat | undefined {
  const name = String(algorithm);
  if (name.includes('NVFP4')) return 'nvfp4';
  if (name.includes('MXFP4')) return 'mxfp4';
  if (name.includes('AWQ')) return 'int4';
  if (name.includes('FP8')) return 'fp8';
  return name.includes('INT8') ? 'int8' : undefined;
}

/** Tools write `auto_round` and `auto-round`, `compressed_tensors` and `compressed-tensors`. */
function plain(method: string): string {
  return method.toLowerCase().replaceAll('-', '_');
}

function always(format: WeightFormat, ...methods: string[]): Readonly<Record<string, Reader>> {
  return Object.fromEntries(methods.map((method) => [method, () => format]));
}

/** A checkpoint of several formats goes by the narrowest, in which most of it is stored. */
function grouped(config: Config): WeightFormat | undefined {
  const formats = formatGroups(config).map(({ format }) => format);
  const narrowest = NARROWEST_FIRST.find((format) => formats.includes(format));
  if (narrowest || isObject(config.config_groups)) return narrowest;
  return PACKINGS[String(config.format)];
}

/** Two and three bits count as int4 with bytes of their own. */
function byBits(config: Config): WeightFormat | undefined {
  const bits = config.bits ?? config.w_bit ?? 4;
  if (typeof bits !== 'number' || bits < 2 || bits > 8) return undefined;
  return bits <= 4 ? 'int4' : 'int8';
}

function modelopt(config: Config): WeightFormat | undefined {
  if (config.quant_algo !== 'MIXED_PRECISION' && config.quant_algo !== undefined) {
    return formatOfAlgorithm(config.quant_algo);
  }
  const layers = isObject(config.quantized_layers) ? Object.values(config.quantized_layers) : [];
  const formats = layers.filter(isObject).map((row) => formatOfAlgorithm(row.quant_algo));
  return NARROWEST_FIRST.find((format) => formats.includes(format)) ?? grouped(config);
}

/** torchao: `int4_weight_only`, `Float8DynamicActivationFloat8WeightConfig`; weights are narrowest. */
function formatOfName(text: string): WeightFormat | undefined {
  const name = text.toLowerCase();
  if (name.includes('float8') && !name.includes('int4')) return 'fp8';
  return NARROWEST_FIRST.find((format) => name.includes(format));
}

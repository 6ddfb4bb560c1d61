import { isObject } from './fields';

type Config = Readonly<Record<string, unknown>>;

/** What a configuration without `quant_method` tells its method by, the most telling first. */
const TELLING_FIELDS: readonly (readonly [string, string])[] = [
  ['config_groups', 'compressed-tensors'],
  ['format', 'compressed-tensors'],
  ['quant_algo', 'modelopt'],
  ['global_quant_config', 'quark'],
  ['load_in_4bit', 'bitsandbytes'],
  ['load_in_8bit', 'bitsandbytes'],
  ['w_bit', 'awq'],
  ['bits', 'gptq'],
];

/**
 * The `quantization_config` of a model as an object with its `quant_method`; older
 * llm-compressor exports call it `compression_config`, and the file that ModelOpt writes beside
 * config.json wraps it in `quantization`.
 */
export function quantizationConfig(model: Config): Config | undefined {
  const stated = model.quantization_config ?? model.compression_config;
  if (typeof stated === 'string') return { quant_method: stated };
  if (!isObject(stated) || Object.keys(stated).length === 0) return undefined;
  const { quantization: inner } = stated;
  const config = isObject(inner) && inner.quant_algo ? { ...stated, ...inner } : stated;
  const method = config.quant_method ?? methodOf(config);
  return method === undefined ? config : { ...config, quant_method: method };
}

function methodOf(config: Config): string | undefined {
  return TELLING_FIELDS.find(([field]) => Boolean(config[field]))?.[1];
}

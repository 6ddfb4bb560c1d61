import { type ConfigFields, isObject } from './fields';

type Config = Readonly<Record<string, unknown>>;

/**
 * Type of the KV cache that a quantized checkpoint asks for: `kv_cache_scheme` of llm-compressor,
 * `kv_cache_quant_algo` or `kv_cache_scheme` of ModelOpt, there also inside `quantization`.
 */
export function readCacheFormat(fields: ConfigFields): string | undefined {
  const config = fields.object('quantization_config');
  if (!config) return undefined;
  return formatIn(isObject(config.quantization) ? config.quantization : {}) ?? formatIn(config);
}

function formatIn({ kv_cache_scheme: scheme, kv_cache_quant_algo: algorithm }: Config) {
  if (isObject(scheme)) return formatOfScheme(scheme);
  const name = String(scheme ?? algorithm ?? '').toLowerCase();
  if (name.startsWith('fp8')) return 'fp8';
  return name.startsWith('nvfp4') ? 'nvfp4' : undefined;
}

function formatOfScheme({ num_bits: bits, type }: Config): string | undefined {
  if (type !== 'float') return undefined;
  if (bits === 8) return 'fp8';
  return bits === 4 ? 'nvfp4' : undefined;
}

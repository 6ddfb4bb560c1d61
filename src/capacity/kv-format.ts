import { followsCheckpoint } from '../engines/vllm/kv-rules';
import type { ModelGeometry } from '../facts/model/geometry';

/** Bytes that the cache of one head takes for one token, keys and values alike. */
export interface CacheEntry {
  /** Bytes of one cached number: 2 for bf16, 1 for fp8. */
  readonly kvBytes: number;
  /** Bytes of the scale that keys, and values, of a head have for each token. */
  readonly headScaleBytes?: number;
}

/** NVFP4 keeps an fp8 scale for every 16 numbers of 4 bits. */
const NVFP4_BYTES = 0.5 + 1 / 16;

/** What `--kv-cache-dtype` means in bytes: vllm/v1/kv_cache_interface.py of 0.25.1. */
export function cacheEntry(format: string): CacheEntry {
  if (format.endsWith('_per_token_head')) return { kvBytes: 1, headScaleBytes: 4 };
  if (format.startsWith('nvfp4')) return { kvBytes: NVFP4_BYTES };
  return { kvBytes: format.startsWith('fp8') ? 1 : 2 };
}

/**
 * The type that a stated `kvCacheDtype` comes to. `auto` is what a quantized checkpoint asks for
 * and the model's own type otherwise, also under quantized weights; sparse latent attention packs
 * fp8 with its scales, and DeepSeek-V4 knows no other layout unless bf16 is stated.
 */
export function cacheFormat(
  stated: string,
  version: string,
  model: ModelGeometry | undefined,
): string {
  if (model?.layers.some(({ attention }) => attention.kind === 'compressed')) {
    return stated === 'bfloat16' ? stated : 'fp8_ds_mla';
  }
  const asked = followsCheckpoint(version) ? model?.cacheFormat : undefined;
  const format = stated === 'auto' ? (asked ?? stated) : stated;
  return isSparseLatent(model) && format.startsWith('fp8') ? 'fp8_ds_mla' : format;
}

function isSparseLatent(model: ModelGeometry | undefined): boolean {
  return (
    model?.layers.some(({ attention }) => attention.indexerBytesPerToken !== undefined) ?? false
  );
}

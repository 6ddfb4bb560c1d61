import { isObject } from './fields';

/** Where a configuration that was read from a file keeps the bytes of the checkpoint beside it. */
export const CHECKPOINT_BYTES = '_checkpoint_bytes';

/** Bytes of all tensors as the index of a sharded checkpoint counts them, scales included. */
export function totalTensorBytes(index: unknown): number | undefined {
  const metadata = isObject(index) ? index.metadata : undefined;
  const size = isObject(metadata) ? Number(metadata.total_size) : Number.NaN;
  return Number.isFinite(size) && size > 0 ? size : undefined;
}

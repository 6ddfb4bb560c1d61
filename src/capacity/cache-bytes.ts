import { convolvesDrafts, kvRules } from '../engines/vllm/kv-rules';
import type { AttentionGeometry } from '../facts/model/geometry';
import type { KvOptions } from './kv-options';

/** `fp8_ds_mla` entries in bytes, vLLM main of 2026-11: DeepSeek-V3.2 and DeepSeek-V4. */
const FP8_DS_MLA = { mla: 656, compressed: 584 };

/** Bytes to whose multiple vLLM 0.7 padded a latent entry. */
const PADDED_ENTRY_BYTES = 256;
/** Width to which vLLM 0.6 padded the 192 entries of a head of DeepSeek-V2 and V3. */
const PADDED_HEAD = 256;

/** Bytes that the first token of a sequence adds to the cache of one layer on one GPU. */
export function firstTokenBytes(attention: AttentionGeometry, options: KvOptions): number {
  const { kind, keyDim } = attention;
  const { decodeContext, kvBytes, latentLayout } = options;
  switch (kind) {
    case 'mla':
      return latentBytes(attention, options) / decodeContext;
    case 'compressed':
      return latentLayout ? FP8_DS_MLA.compressed : keyDim * kvBytes;
    default: {
      const bytes = headBytes(attention, options);
      return kind === 'full' ? bytes / decodeContext : bytes;
    }
  }
}

function headBytes(
  { kvHeads, keyDim, valueDim }: AttentionGeometry,
  { tensor, kvBytes, headScaleBytes = 0 }: KvOptions,
): number {
  // Fewer heads than ranks: each rank holds a copy of one, and the cache stops shrinking.
  return Math.ceil(kvHeads / tensor) * ((keyDim + valueDim) * kvBytes + 2 * headScaleBytes);
}

function latentBytes(
  { queryHeads, latentDim = 0, indexerBytesPerToken = 0 }: AttentionGeometry,
  { tensor, kvBytes, engineVersion, latentLayout }: KvOptions,
): number {
  if (latentLayout) return FP8_DS_MLA.mla + indexerBytesPerToken;
  const bytes = latentDim * kvBytes;
  switch (engineVersion && kvRules(engineVersion).latent) {
    case 'heads':
      return Math.ceil(queryHeads / tensor) * 2 * PADDED_HEAD * kvBytes;
    case 'padded':
      return Math.ceil(bytes / PADDED_ENTRY_BYTES) * PADDED_ENTRY_BYTES;
    default:
      return bytes + indexerBytesPerToken;
  }
}

/** Bytes that a sequence of any length holds in one layer on one GPU. */
export function stateBytes({ kind, state }: AttentionGeometry, options: KvOptions): number {
  if (!state) return 0;
  const { tensor, draftTokens = 0, engineVersion } = options;
  const convolved = engineVersion === undefined || convolvesDrafts(engineVersion, kind);
  const drafts = convolved ? draftTokens : 0;
  const convolution = state.convolutionBytes * (1 + drafts / Math.max(1, state.convolutionTokens));
  return (state.recurrentBytes + convolution) / Math.min(tensor, state.heads);
}

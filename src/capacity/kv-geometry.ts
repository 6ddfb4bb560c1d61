import { convolvesDrafts, kvRules } from '../engines/vllm/kv-rules';
import type {
  AttentionGeometry,
  AttentionKind,
  LayerGeometry,
  ModelGeometry,
} from '../facts/model/geometry';
import type { CacheEntry } from './kv-format';
import { attendingLayer, pipelineStages } from './pipeline';

/** How one replica's cache is spread and stored. */
export interface KvOptions extends CacheEntry {
  readonly tensor: number;
  readonly pipeline: number;
  /** Ranks that share the tokens of full and latent attention. */
  readonly decodeContext: number;
  /** vLLM's version, whose older ones kept latents and states otherwise; the newest where absent. */
  readonly engineVersion?: string;
  /** Engine layout of latent caches in FP8, with scales and rotary part in the entry. */
  readonly latentLayout?: 'fp8_ds_mla';
  /** Multi-token-prediction layers speculate and keep a cache of their own. */
  readonly draft?: boolean;
  /** A draft model of one layer like the target's last speculates. */
  readonly eagle?: boolean;
  /** Tokens drafted at a time, which convolutions look back over. */
  readonly draftTokens?: number;
}

/** Layers whose cache is laid out alike, for an engine that hands out blocks. */
export interface KvLayerGroup {
  readonly kind: AttentionKind;
  readonly layers: number;
  /** On one GPU, in one layer, for one token of context; 0 for state layers. */
  readonly bytesPerToken: number;
  /** Tokens after which the cache of a layer stops growing. */
  readonly window?: number;
  /** On one GPU, in one layer, for one sequence of any length. */
  readonly stateBytes: number;
  /** Tokens whose multiple a Mamba-2 kernel wants. */
  readonly chunkTokens?: number;
}

/** `fp8_ds_mla` entries in bytes, vLLM main of 2026-11: DeepSeek-V3.2 and DeepSeek-V4. */
const FP8_DS_MLA = { mla: 656, compressed: 584 };

/** Bytes to whose multiple vLLM 0.7 padded a latent entry. */
const PADDED_ENTRY_BYTES = 256;
/** Width to which vLLM 0.6 padded the 192 entries of a head of DeepSeek-V2 and V3. */
const PADDED_HEAD = 256;

/** Bytes that the first token of a sequence adds on one GPU of the fullest pipeline stage. */
export function kvBytesPerToken(model: ModelGeometry, options: KvOptions): number {
  return fullest(model, options, (attention) => firstTokenBytes(attention, options));
}

/** Bytes of one sequence that a decode step reads on one GPU, a mean over the pipeline stages. */
export function kvReadBytes(model: ModelGeometry, context: number, options: KvOptions): number {
  const sums = stageSums(model, options, (layer) => readBytes(layer, context, options));
  return sums.reduce((sum, bytes) => sum + bytes, 0) / sums.length;
}

/** Bytes that a sequence of any length holds on one GPU of the fullest pipeline stage. */
export function stateBytesPerSequence(model: ModelGeometry, options: KvOptions): number {
  return fullest(model, options, (attention) => stateBytes(attention, options));
}

/** Every candidate of every plan asks for the same few answers about many layers. */
const known = new WeakMap<ModelGeometry, Map<string, readonly KvLayerGroup[]>>();

/** Layers of the fullest pipeline stage, those with an equal cache together. */
export function kvLayerPages(model: ModelGeometry, options: KvOptions): readonly KvLayerGroup[] {
  const { tensor, pipeline, decodeContext, kvBytes, headScaleBytes } = options;
  const { engineVersion, latentLayout, draft, eagle, draftTokens } = options;
  const spread = [tensor, pipeline, decodeContext, engineVersion];
  const key = [...spread, kvBytes, headScaleBytes, latentLayout, draft, eagle, draftTokens].join();
  const ofModel = known.get(model) ?? new Map<string, readonly KvLayerGroup[]>();
  known.set(model, ofModel);
  const pages = ofModel.get(key) ?? grouped(model, options);
  ofModel.set(key, pages);
  return pages;
}

/** Layers of the pipeline stage with the most cache, draft layers among them. */
export function fullestStage(model: ModelGeometry, options: KvOptions): readonly LayerGeometry[] {
  const sums = stageSums(model, options, (layer) => firstTokenBytes(layer, options));
  return stages(model, options)[sums.indexOf(Math.max(...sums))];
}

function grouped(model: ModelGeometry, options: KvOptions): readonly KvLayerGroup[] {
  const groups = new Map<string, KvLayerGroup>();
  const stage = fullestStage(model, options);
  for (const part of stage.flatMap(({ attention }) => cacheParts(attention, options))) {
    const key = `${part.kind} ${part.bytesPerToken} ${part.window} ${part.stateBytes}`;
    const layers = (groups.get(key)?.layers ?? 0) + 1;
    groups.set(key, { ...part, layers });
  }
  return mergeUniform([...groups.values()]);
}

/**
 * vLLM puts layers of one kind and several sizes into one group whose page is their sum
 * (`UniformTypeKVCacheSpecs`), so the mean counts: GLM-5.2, where few layers own an indexer.
 */
export function mergeUniform(groups: readonly KvLayerGroup[]): readonly KvLayerGroup[] {
  const [first] = groups;
  const growing = first?.kind === 'full' || first?.kind === 'mla';
  if (!growing || groups.some(({ kind }) => kind !== first.kind)) return groups;
  const layers = groups.reduce((sum, group) => sum + group.layers, 0);
  const bytes = groups.reduce((sum, group) => sum + group.layers * group.bytesPerToken, 0);
  return [{ ...first, layers, bytesPerToken: bytes / layers }];
}

function cacheParts(attention: AttentionGeometry, options: KvOptions): readonly KvLayerGroup[] {
  const { kind, window, state } = attention;
  const bytesPerToken = firstTokenBytes(attention, options);
  const held = stateBytes(attention, options);
  if (bytesPerToken === 0 && held === 0) return [];
  return [
    { kind, layers: 1, bytesPerToken, window, stateBytes: held, chunkTokens: state?.chunkTokens },
  ];
}

function firstTokenBytes(attention: AttentionGeometry, options: KvOptions): number {
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

function readBytes(attention: AttentionGeometry, context: number, options: KvOptions): number {
  const { kind, window = context, compressRatio, sparseTopK = Infinity } = attention;
  const each = firstTokenBytes(attention, options);
  const index = attention.indexerBytesPerToken ?? 0;
  if (kind === 'mla') {
    // The indexer scans its keys of the whole context and picks the latents that are read.
    const scan = index / options.decodeContext;
    return Math.min(context, sparseTopK) * (each - scan) + context * scan;
  }
  const recent = Math.min(context, window) * each;
  if (!compressRatio) return recent;
  const entries = Math.floor(context / compressRatio);
  return recent + Math.min(entries, sparseTopK) * each + entries * index;
}

function stateBytes({ kind, state }: AttentionGeometry, options: KvOptions): number {
  if (!state) return 0;
  const { tensor, draftTokens = 0, engineVersion } = options;
  const convolved = engineVersion === undefined || convolvesDrafts(engineVersion, kind);
  const drafts = convolved ? draftTokens : 0;
  const convolution = state.convolutionBytes * (1 + drafts / Math.max(1, state.convolutionTokens));
  return (state.recurrentBytes + convolution) / Math.min(tensor, state.heads);
}

function fullest(
  model: ModelGeometry,
  options: KvOptions,
  bytes: (attention: AttentionGeometry) => number,
): number {
  return Math.max(...stageSums(model, options, bytes));
}

function stageSums(
  model: ModelGeometry,
  options: KvOptions,
  bytes: (attention: AttentionGeometry) => number,
): readonly number[] {
  return stages(model, options).map((layers) =>
    layers.reduce((sum, { attention }) => sum + bytes(attention), 0),
  );
}

/** Pipeline stages, the last with the layers that draft. */
function stages(
  model: ModelGeometry,
  { pipeline, draft, eagle }: KvOptions,
): readonly (readonly LayerGeometry[])[] {
  const split = pipelineStages(model, pipeline, draft);
  const last = eagle ? attendingLayer(model) : undefined;
  return last ? [...split.slice(0, -1), [...split[split.length - 1], last]] : split;
}

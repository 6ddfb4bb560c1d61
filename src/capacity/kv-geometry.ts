import type { AttentionGeometry, AttentionKind, ModelGeometry } from '../facts/model/geometry';
import { pipelineStages } from './pipeline';

/** How one replica's cache is spread and stored. */
export interface KvOptions {
  readonly tensor: number;
  readonly pipeline: number;
  /** Ranks that share the tokens of full and latent attention. */
  readonly decodeContext: number;
  /** Bytes of one cached number: 2 for bf16, 1 for fp8. */
  readonly kvBytes: number;
  /** Engine layout of latent caches in FP8, with scales and rotary part in the entry. */
  readonly latentLayout?: 'fp8_ds_mla';
  /** Multi-token-prediction layers speculate and keep a cache of their own. */
  readonly draft?: boolean;
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
}

/** `fp8_ds_mla` entries in bytes, vLLM main of 2026-11: DeepSeek-V3.2 and DeepSeek-V4. */
const FP8_DS_MLA = { mla: 656, compressed: 584 };

/** Bytes that the first token of a sequence adds on one GPU of the fullest pipeline stage. */
export function kvBytesPerToken(model: ModelGeometry, options: KvOptions): number {
  return fullest(model, options, (attention) => firstTokenBytes(attention, options));
}

/** Bytes of one sequence that a decode step reads on one GPU, a mean over the pipeline stages. */
export function kvReadBytes(model: ModelGeometry, context: number, options: KvOptions): number {
  const stages = stageSums(model, options, (layer) => readBytes(layer, context, options));
  return stages.reduce((sum, bytes) => sum + bytes, 0) / stages.length;
}

/** Bytes that a sequence of any length holds on one GPU of the fullest pipeline stage. */
export function stateBytesPerSequence(model: ModelGeometry, options: KvOptions): number {
  return fullest(model, options, (attention) => stateBytes(attention, options));
}

/** Every candidate of every plan asks for the same few answers about many layers. */
const known = new WeakMap<ModelGeometry, Map<string, readonly KvLayerGroup[]>>();

/** Layers of the fullest pipeline stage, those with an equal cache together. */
export function kvLayerPages(model: ModelGeometry, options: KvOptions): readonly KvLayerGroup[] {
  const { tensor, pipeline, decodeContext, kvBytes, latentLayout, draft } = options;
  const key = [tensor, pipeline, decodeContext, kvBytes, latentLayout, draft].join();
  const ofModel = known.get(model) ?? new Map<string, readonly KvLayerGroup[]>();
  known.set(model, ofModel);
  const pages = ofModel.get(key) ?? grouped(model, options);
  ofModel.set(key, pages);
  return pages;
}

function grouped(model: ModelGeometry, options: KvOptions): readonly KvLayerGroup[] {
  const sums = stageSums(model, options, (layer) => firstTokenBytes(layer, options));
  const stage = pipelineStages(model, options.pipeline, options.draft)[
    sums.indexOf(Math.max(...sums))
  ];
  const groups = new Map<string, KvLayerGroup>();
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
function mergeUniform(groups: readonly KvLayerGroup[]): readonly KvLayerGroup[] {
  const [first] = groups;
  const growing = first?.kind === 'full' || first?.kind === 'mla';
  if (!growing || groups.some(({ kind }) => kind !== first.kind)) return groups;
  const layers = groups.reduce((sum, group) => sum + group.layers, 0);
  const bytes = groups.reduce((sum, group) => sum + group.layers * group.bytesPerToken, 0);
  return [{ ...first, layers, bytesPerToken: bytes / layers }];
}

/** A compressed layer keeps a window of whole entries beside the compressed ones and its state. */
function cacheParts(attention: AttentionGeometry, options: KvOptions): readonly KvLayerGroup[] {
  const { kind, window, compressRatio } = attention;
  const bytesPerToken = firstTokenBytes(attention, options);
  const state = stateBytes(attention, options);
  if (kind !== 'compressed') {
    if (bytesPerToken === 0 && state === 0) return [];
    return [{ kind, layers: 1, bytesPerToken, window, stateBytes: state }];
  }
  const recent: KvLayerGroup = { kind: 'sliding', layers: 1, bytesPerToken, window, stateBytes: 0 };
  if (!compressRatio) return [recent];
  const entry = bytesPerToken + (attention.indexerBytesPerToken ?? 0);
  return [recent, { kind, layers: 1, bytesPerToken: entry / compressRatio, stateBytes: state }];
}

function firstTokenBytes(attention: AttentionGeometry, options: KvOptions): number {
  const { kind, kvHeads, keyDim, valueDim, latentDim, indexerBytesPerToken } = attention;
  const { tensor, decodeContext, kvBytes, latentLayout } = options;
  switch (kind) {
    case 'mla': {
      const latent = latentLayout ? FP8_DS_MLA.mla : (latentDim ?? 0) * kvBytes;
      return (latent + (indexerBytesPerToken ?? 0)) / decodeContext;
    }
    case 'compressed':
      return latentLayout ? FP8_DS_MLA.compressed : keyDim * kvBytes;
    default: {
      // Fewer heads than ranks: each rank holds a copy of one, and the cache stops shrinking.
      const bytes = Math.ceil(kvHeads / tensor) * (keyDim + valueDim) * kvBytes;
      return kind === 'full' ? bytes / decodeContext : bytes;
    }
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

function stateBytes({ state }: AttentionGeometry, { tensor }: KvOptions): number {
  if (!state) return 0;
  return (state.recurrentBytes + state.convolutionBytes) / Math.min(tensor, state.heads);
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
  { pipeline, draft }: KvOptions,
  bytes: (attention: AttentionGeometry) => number,
): readonly number[] {
  return pipelineStages(model, pipeline, draft).map((layers) =>
    layers.reduce((sum, { attention }) => sum + bytes(attention), 0),
  );
}

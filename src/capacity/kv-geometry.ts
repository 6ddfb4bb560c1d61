import type {
  AttentionGeometry,
  AttentionKind,
  LayerGeometry,
  ModelGeometry,
} from '../facts/model/geometry';
import { firstTokenBytes, stateBytes } from './cache-bytes';
import type { KvOptions } from './kv-options';
import { attendingLayer, pipelineStages } from './pipeline';

export type { KvOptions } from './kv-options';

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

import type { AttentionGeometry, LayerGeometry, ModelGeometry } from '../facts/model/geometry';

/**
 * Layers of each pipeline stage as vLLM splits them: evenly, what is left over going to the
 * stages before the last, which also holds the output head (`get_pp_indices`, vLLM 0.8 to main).
 * Draft layers run on the last stage.
 */
export function pipelineStages(
  model: ModelGeometry,
  pipeline: number,
  draft = false,
): readonly (readonly LayerGeometry[])[] {
  const even = Math.floor(model.layers.length / pipeline);
  const left = model.layers.length % pipeline;
  let start = 0;
  return Array.from({ length: pipeline }, (_, stage) => {
    const last = stage === pipeline - 1;
    const end = start + even + (!last && stage >= pipeline - 1 - left ? 1 : 0);
    const layers = model.layers.slice(start, end);
    start = end;
    return last && draft ? [...layers, ...draftLayers(model)] : layers;
  });
}

/**
 * Multi-token-prediction layers: each a decoder layer like the last, and a projection that joins
 * the embedding of the next token to the hidden state.
 */
export function draftLayers(model: ModelGeometry): readonly LayerGeometry[] {
  const attending = attendingLayer(model);
  const feeding = model.layers.filter(({ mlp }) => mlp.kind !== 'none').at(-1);
  if (!attending || !feeding) return [];
  const { attention } = attending;
  const join = 2 * model.hiddenSize ** 2;
  const layer: LayerGeometry = {
    ...feeding,
    checkpointFormats: model.draftFormats,
    attention: {
      ...attention,
      // DeepSeek-V4 drafts without compressing: its window is all that such a layer keeps.
      ...(attention.kind === 'compressed' && UNCOMPRESSED),
      replicatedParameters: attention.replicatedParameters + join,
    },
  };
  return new Array<LayerGeometry>(model.draftLayers).fill(layer);
}

const UNCOMPRESSED = { compressRatio: 0, indexerBytesPerToken: undefined, state: undefined };

/** The last layer with a cache that grows; a full one, as draft layers of most families are. */
export function attendingLayer({ layers }: ModelGeometry): LayerGeometry | undefined {
  const growing = layers.filter(({ attention }) => isGrowing(attention));
  return growing.filter(({ attention }) => attention.kind === 'full').at(-1) ?? growing.at(-1);
}

/** Draft layers attend to tokens: a hybrid's is never one of its state layers. */
function isGrowing({ kvHeads }: AttentionGeometry): boolean {
  return kvHeads > 0;
}

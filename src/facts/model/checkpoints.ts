import { modelById, modelIds } from './catalogue';
import type { WeightFormat } from './geometry';

/** A published checkpoint of a model in one format. */
export interface Checkpoint {
  readonly id: string;
  readonly format: WeightFormat;
}

/** How publishers end the name of a checkpoint in another format. */
const FORMAT_SUFFIX = /-(bf16|fp8|fp8-dynamic|awq|gptq|int4|int8|w4a16|w8a8|mxfp4|nvfp4)$/i;

/**
 * Catalogued checkpoints of the same weights, the one with that id among them. The name decides:
 * one configuration may be the base of several fine-tunes.
 */
export function checkpointsOf(id: string): readonly Checkpoint[] {
  const wanted = stem(id);
  return modelIds()
    .filter((known) => stem(known) === wanted)
    .flatMap((known) => {
      const model = modelById(known);
      return model ? [{ id: known, format: model.checkpointFormat }] : [];
    });
}

/** Without publisher and format: others quantize what one has published. */
function stem(id: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return name.replace(FORMAT_SUFFIX, '').toLowerCase();
}

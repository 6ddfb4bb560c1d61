import { modelById, modelIds } from '../facts/model/catalogue';

/** A remark, a date or a format at the end of a checkpoint's name. */
const SUFFIX =
  /\s*\([^()]*\)$|[-_ ](?:\d{4}|\d{6}|\d{8}|fp8|fp4|nvfp4|mxfp4|awq|gptq|gguf|bf16|int[48]|[48]-?bit|w4a16|w8a8|w8a16|dynamic|block|quantized|autoround|mlx)$/i;

/**
 * The catalogue's model whose name an unknown one goes on from, or has under another owner. It may
 * have the same geometry and need not: `-0731` may be a new model.
 */
export function modelStem(unknown: string): string | undefined {
  for (let name = unknown.trim(); name !== ''; name = name.replace(SUFFIX, '')) {
    const known = catalogued(name);
    if (known !== undefined) return known;
    if (!SUFFIX.test(name)) return undefined;
  }
  return undefined;
}

function catalogued(name: string): string | undefined {
  if (modelById(name)) return name;
  const wanted = ofOwner(name);
  return modelIds().find((id) => ofOwner(id) === wanted);
}

function ofOwner(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

import { modelStem } from '../../capacity/model-stem';
import { checkpointBytes } from '../../capacity/weights';
import { modelById } from '../../facts/model/catalogue';
import { weightFormat } from '../../facts/model/formats';
import type { ModelGeometry, WeightFormat } from '../../facts/model/geometry';

/** Weights of a model, as far as its name tells. */
export interface ModelSize {
  readonly bytes: number;
  readonly format: WeightFormat;
  /** Of a catalogued model. */
  readonly geometry?: ModelGeometry;
}

/** Words of a name, or a value of `--quantization`, and the format that they mean. */
const FORMAT_WORDS: readonly (readonly [RegExp, WeightFormat])[] = [
  [/nvfp4|fp4-?fp8/i, 'nvfp4'],
  [/mxfp4/i, 'mxfp4'],
  [/awq|gptq|w4a16|int4|4-?bit|\bq4/i, 'int4'],
  [/fp8|w8a8-?fp/i, 'fp8'],
  [/w8a8|w8a16|int8|8-?bit|\bq8/i, 'int8'],
];

/** Experts share their attention: `8x7B` is Mixtral's 46.7 and not 56 billion parameters. */
const EXPERTS_SHARE = 0.83;

/** Several rules ask for the same few models, and a catalogue is searched for each. */
const known = new Map<string, ModelSize | undefined>();

/** Bytes of the weights that `model` names, an id or a path; nothing where it does not tell. */
export function modelSize(model: string, quantization = ''): ModelSize | undefined {
  const key = `${model} ${quantization}`;
  if (!known.has(key)) known.set(key, sizeOf(model, quantization));
  return known.get(key);
}

function sizeOf(model: string, quantization: string): ModelSize | undefined {
  const name = model.replace(/\/+$/, '');
  const words = `${name.slice(name.lastIndexOf('/') + 1)} ${quantization}`;
  const said = FORMAT_WORDS.find(([pattern]) => pattern.test(words))?.[1];
  const geometry = catalogued(name);
  if (geometry) {
    const format = modelById(name)
      ? geometry.checkpointFormat
      : (said ?? geometry.checkpointFormat);
    return { bytes: checkpointBytes(geometry, format), format, geometry };
  }
  const parameters = namedParameters(words);
  const format = said ?? 'bf16';
  return parameters === undefined
    ? undefined
    : { bytes: parameters * weightFormat(format).bytesPerParameter, format };
}

function catalogued(name: string): ModelGeometry | undefined {
  const id = modelById(name) ? name : modelStem(name);
  return id === undefined ? undefined : modelById(id);
}

/** `70B`, `8x7B`, `1.5b`, `125m`, and not the active `A22B` of `235B-A22B`. */
function namedParameters(words: string): number | undefined {
  const experts = /(?<![\w.])(\d+)x(\d+(?:\.\d+)?)b(?![a-z\d])/i.exec(words);
  if (experts) return Number(experts[1]) * Number(experts[2]) * EXPERTS_SHARE * 1e9;
  const [, count, unit] = /(?<![\w.])(\d+(?:\.\d+)?)([bm])(?![a-z\d])/i.exec(words) ?? [];
  if (count === undefined) return undefined;
  return Number(count) * (unit.toLowerCase() === 'b' ? 1e9 : 1e6);
}

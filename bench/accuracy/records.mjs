import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { planFor } = require('../../lib/src/plan/plan-for.js');
const { modelById } = require('../../lib/src/facts/model/catalogue.js');
const { acceleratorRow } = require('../../lib/src/facts/accelerator-rows.js');

export const readRecords = (directory, name) =>
  JSON.parse(readFileSync(join(directory, `${name}-records.json`), 'utf8'));

/** Names of checkpoints under which the catalogue does not list them. */
const SAME_GEOMETRY = {
  'Qwen/Qwen2.5-3B': 'Qwen/Qwen2.5-3B-Instruct',
  'Qwen3-30B-A3B-Instruct-2507 W4A16': 'Qwen/Qwen3-30B-A3B-Instruct-2507',
  'huihui-ai/Huihui-gpt-oss-20b-mxfp4-abliterated-v2': 'openai/gpt-oss-20b',
  'deepseek-ai/DeepSeek-V4-Flash-0731': 'deepseek-ai/DeepSeek-V4-Flash',
  'Qwen3.6-27B AutoRound INT4': 'Qwen/Qwen3.5-27B',
  'NVIDIA-Nemotron-3-Nano-30B-A3B-FP8': 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8',
  'DeepSeek-R1-Distill-Qwen-14B': 'deepseek-ai/DeepSeek-R1-Distill-Qwen-14B',
};

/** Checkpoints whose quantization no name and no field of the record tells. */
const MODEL_IN_OTHER_FORMAT = { 'Qwen/Qwen3.6-35B-A3B (NVFP4)': 'nvidia/Qwen3.6-35B-A3B-NVFP4' };

/** Of a checkpoint that is in several formats, each known by its model only. */
const UNSAID_FORMAT = 'native checkpoint (fp8/fp4 mixed)';

/** `compressed-tensors` names a container: the model's name says what is in it. */
const NAMED_FORMATS = [
  [/NVFP4/i, 'nvfp4'],
  [/INT4|W4A16|AWQ/i, 'int4'],
  [/FP8/i, 'fp8'],
];

/** The model of a record as a request names it; undefined where its geometry is not known. */
export function modelOf({ model }) {
  const name = model.replace(/[\s\u00a0]*\(.*\)$/, '');
  const id = MODEL_IN_OTHER_FORMAT[model] ?? SAME_GEOMETRY[name] ?? name;
  return modelById(id) && id;
}

/** The weight format of a record; undefined where it is the checkpoint's own. */
export function quantizationOf(record) {
  const { model, weights_dtype: format } = record;
  // The catalogue knows which parts of a quantized checkpoint are in which format.
  const known = modelById(modelOf(record) ?? '');
  if (known && known.checkpointFormat !== 'bf16') return undefined;
  if (format === 'compressed-tensors') return NAMED_FORMATS.find(([name]) => name.test(model))?.[1];
  return format === UNSAID_FORMAT ? undefined : format;
}

/** The accelerator of a record by its catalogue id; undefined where the catalogue lacks it. */
export const acceleratorOf = ({ gpu }) => gpu && acceleratorRow(gpu)?.id;

/** The engine's version in the record's own words, which a plan reads. */
export const versionOf = ({ engine_version: version }) => version;

/** The type of the cache in the record's own words; undefined where the record says nothing. */
export const kvDtypeOf = ({ kv_cache_dtype: dtype }) => dtype;

/** `mtp n=4`, or the start of the engine's own argument; one token where the number is cut off. */
export function speculativeOf({ speculative: text }) {
  if (text === undefined) return undefined;
  const method = text.match(/^(?:method=')?(\w+)/)[1].toLowerCase();
  return { method, tokens: Number(text.match(/\bn=(\d+)/)?.[1] ?? 1) };
}

/** The plan of a request, or the violations that refused it. */
export function answer(request) {
  try {
    return { plan: planFor(request) };
  } catch (error) {
    if (error.violations === undefined) throw error;
    return { violations: error.violations };
  }
}

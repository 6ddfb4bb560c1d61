import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { planFor } = require('../../lib/src/plan/plan-for.js');
const { modelById } = require('../../lib/src/facts/model/catalogue.js');
const { acceleratorRow } = require('../../lib/src/facts/accelerator-rows.js');

export const readRecords = (directory, name) =>
  JSON.parse(readFileSync(join(directory, `${name}-records.json`), 'utf8'));

/** Names of checkpoints that differ from a catalogued model in weights or format only. */
const SAME_GEOMETRY = {
  'RedHatAI/Llama-4-Scout-17B-16E-Instruct-FP8-dynamic': 'meta-llama/Llama-4-Scout-17B-16E',
  'nvidia/Llama-4-Maverick-17B-128E-Instruct-FP8': 'meta-llama/Llama-4-Maverick-17B-128E',
  'nvidia/Llama-4-Maverick-17B-128E-Instruct-NVFP4': 'meta-llama/Llama-4-Maverick-17B-128E',
  'nvidia/Llama-3.3-70B-Instruct-FP4': 'meta-llama/Llama-3.3-70B-Instruct',
  'nvidia/Llama-3.3-70B-Instruct-FP8': 'meta-llama/Llama-3.3-70B-Instruct',
  'amd/Llama-3.1-70B-Instruct-FP8-KV': 'meta-llama/Llama-3.1-70B-Instruct',
  'TechxGenus/Meta-Llama-3-70B-Instruct-AWQ': 'meta-llama/Llama-3.1-70B-Instruct',
  'neuralmagic/Meta-Llama-3.1-70B-Instruct-quantized.w8a8': 'meta-llama/Llama-3.1-70B-Instruct',
  'amd/Llama-3.1-405B-Instruct-FP8-KV': 'meta-llama/Llama-3.1-405B',
  'meta-llama/Meta-Llama-3-8B-Instruct': 'meta-llama/Llama-3.1-8B',
  'nvidia/Qwen3-235B-A22B-FP8': 'Qwen/Qwen3-235B-A22B',
  'Qwen/Qwen3-14B-AWQ': 'Qwen/Qwen3-14B',
  'Qwen/Qwen3-32B-AWQ': 'Qwen/Qwen3-32B',
  'Qwen/QwQ-32B': 'Qwen/Qwen2.5-32B-Instruct',
  'Qwen/Qwen2.5-3B': 'Qwen/Qwen2.5-3B-Instruct',
  'cpatonn/Qwen3-30B-A3B-Thinking-2507-AWQ-4bit': 'Qwen/Qwen3-30B-A3B-Instruct-2507',
  'Qwen3-30B-A3B-Instruct-2507 W4A16': 'Qwen/Qwen3-30B-A3B-Instruct-2507',
  'huihui-ai/Huihui-gpt-oss-20b-mxfp4-abliterated-v2': 'openai/gpt-oss-20b',
  'nvidia/DeepSeek-R1-FP4': 'deepseek-ai/DeepSeek-V3',
  'nvidia/DeepSeek-R1-0528-FP4-V2': 'deepseek-ai/DeepSeek-V3',
  'deepseek-ai/DeepSeek-V4-Flash-0731': 'deepseek-ai/DeepSeek-V4-Flash',
  'moonshotai/Kimi-K2-Thinking': 'moonshotai/Kimi-K2-Instruct',
  'Qwen/Qwen3.5-397B-A17B-FP8': 'Qwen/Qwen3.5-397B-A17B',
  'Qwen/Qwen3.6-27B-FP8': 'Qwen/Qwen3.5-27B',
  'Qwen3.6-27B AutoRound INT4': 'Qwen/Qwen3.5-27B',
  'Qwen/Qwen3.8-27B-FP8': 'Qwen/Qwen3.5-27B',
  'RedHatAI/Qwen3.8-27B-INT4': 'Qwen/Qwen3.5-27B',
  'unsloth/Qwen3.8-27B-NVFP4': 'Qwen/Qwen3.5-27B',
  'Inferact/Qwen3.8-27B-NVFP4': 'Qwen/Qwen3.5-27B',
  'RedHatAI/Qwen3.6-35B-A3B-NVFP4': 'Qwen/Qwen3.5-35B-A3B',
  'nvidia/Qwen3.6-35B-A3B-NVFP4': 'Qwen/Qwen3.5-35B-A3B',
  'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8': 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16',
  'NVIDIA-Nemotron-3-Nano-30B-A3B-FP8': 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16',
};

/** Record formats as the plan calls them; the catalogue's own checkpoint format where unsaid. */
const FORMATS = {
  fp16: 'bf16',
  bf16: 'bf16',
  fp8: 'fp8',
  int8: 'int8',
  'int8 w8a8': 'int8',
  awq: 'int4',
  awq_marlin: 'int4',
  'awq-int4': 'int4',
  'int4 w4a16': 'int4',
  'int4 (native QAT)': 'int4',
  'int4 (native QAT checkpoint)': 'int4',
  mxfp4: 'mxfp4',
  nvfp4: 'nvfp4',
  fp4: 'nvfp4',
  'nvfp4+fp8': 'nvfp4',
  'nvfp4+fp8 mixed': 'nvfp4',
};

/** `compressed-tensors` names a container: the model's name says what is in it. */
const NAMED_FORMATS = [
  [/NVFP4/i, 'nvfp4'],
  [/INT4|W4A16|AWQ/i, 'int4'],
  [/FP8/i, 'fp8'],
];

/** The model of a record as a request names it; undefined where its geometry is not known. */
export function modelOf({ model }) {
  const name = model.replace(/\s\(.*\)$/, '');
  const id = SAME_GEOMETRY[name] ?? name;
  return modelById(id) && id;
}

/** The weight format of a record; undefined where it is the checkpoint's own. */
export function quantizationOf({ model, weights_dtype: format }) {
  if (format === 'compressed-tensors') return NAMED_FORMATS.find(([name]) => name.test(model))?.[1];
  return format && FORMATS[format];
}

/** The accelerator of a record by its catalogue id; undefined where the catalogue lacks it. */
export const acceleratorOf = ({ gpu }) => acceleratorRow(gpu)?.id;

/** `0.26.1rc1.dev608+g99` as the release it led to; undefined where a record names none. */
export const versionOf = ({ engine_version: version }) =>
  version?.match(/^(?:NIM )?v?(\d+\.\d+(?:\.\d+)?)/)?.[1];

/** The plan of a request, or the violations that refused it. */
export function answer(request) {
  try {
    return { plan: planFor(request) };
  } catch (error) {
    if (error.violations === undefined) throw error;
    return { violations: error.violations };
  }
}

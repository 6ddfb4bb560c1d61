import { anything, assert, property } from 'fast-check';
import { inKnownSpellings } from '../../src/capacity/spellings';
import { validRequest } from '../../src/capacity/validate';
import { CapacityPlan } from '../../src/plan/capacity-plan';

const base = { model: 'Qwen/Qwen3-8B', accelerator: 'H100-SXM' };
const read = (part: object): object => validRequest({ ...base, ...part });

test.each([
  ['vLLM', 'vllm'],
  ['SGLang', 'sglang'],
  ['TensorRT-LLM', 'tensorrt-llm'],
  ['TRT-LLM', 'tensorrt-llm'],
  ['trtllm', 'tensorrt-llm'],
  ['NVIDIA NIM', 'tensorrt-llm'],
])('the engine %s is %s', (name, known) => {
  expect(read({ engine: { name } })).toEqual({ ...base, engine: { name: known } });
});

test.each([
  ['fp16', 'bf16'],
  ['float16', 'bf16'],
  ['bfloat16', 'bf16'],
  ['half', 'bf16'],
  ['FP8', 'fp8'],
  ['fp8_e4m3', 'fp8'],
  ['fp8_block', 'fp8'],
  ['mxfp8', 'fp8'],
  ['w8a8', 'int8'],
  ['int8 w8a8', 'int8'],
  ['gguf-q8_0', 'int8'],
  ['awq', 'int4'],
  ['awq_marlin', 'int4'],
  ['awq-int4', 'int4'],
  ['gptq', 'int4'],
  ['GPTQ_Marlin', 'int4'],
  ['W4A16', 'int4'],
  ['int4 w4a16', 'int4'],
  ['int4 (native QAT)', 'int4'],
  ['MXFP4', 'mxfp4'],
  ['fp4', 'nvfp4'],
  ['modelopt_fp4', 'nvfp4'],
  ['nvfp4+fp8', 'nvfp4'],
])('weights in %s are %s', (quantization, known) => {
  expect(read({ quantization })).toEqual({ ...base, quantization: known });
});

test.each(['none', 'auto', 'compressed-tensors', 'modelopt', null])(
  'weights in %s are as the checkpoint says',
  (quantization) => {
    expect(read({ quantization })).toEqual(base);
  },
);

test.each([
  ['bf16', 'bfloat16'],
  ['fp16', 'float16'],
  ['half', 'float16'],
  ['FP8', 'fp8'],
  ['fp8_inc', 'fp8'],
  ['fp8_e4m3fn', 'fp8_e4m3'],
  ['fp8-e5m2', 'fp8_e5m2'],
  ['auto (16-bit)', 'auto'],
  ['auto (fp16)', 'auto'],
  ['int8', 'int8_per_token_head'],
  ['fp4', 'nvfp4'],
])('a cache in %s is %s', (kvCacheDtype, known) => {
  expect(read({ engine: { kvCacheDtype } })).toEqual({ ...base, engine: { kvCacheDtype: known } });
});

test('a version is its release, and one that names none stays to be heard of', () => {
  const versions = ['v0.11.0', '0.26.1rc1.dev608+g99', 'nightly'].map((version) =>
    read({ engine: { version } }),
  );
  expect(versions).toEqual(
    ['0.11.0', '0.26.1', 'nightly'].map((version) => ({ ...base, engine: { version } })),
  );
});

test('null leaves a field out, save in the configuration of a model', () => {
  const model = { model_type: 'llama', sliding_window: null };
  const stated = { model, traffic: null, engine: { version: null, maxNumSeqs: 8 } };
  expect(inKnownSpellings(stated)).toEqual({ model, engine: { maxNumSeqs: 8 } });
  expect(inKnownSpellings({ calibration: [{ note: null, tensor: 2 }] })).toEqual({
    calibration: [{ tensor: 2 }],
  });
});

test('a described GPU may be written as tables of GPUs are', () => {
  const card = { name: 'X', memoryGiB: 80, memoryBandwidthGBps: 3000 };
  const accelerator = {
    ...card,
    architecture: 'Ada Lovelace',
    denseTflops: { fp16: 300, fp8: 0, int8: null },
    interconnectGBps: 0,
  };
  expect(read({ accelerator })).toEqual({
    ...base,
    accelerator: { ...card, architecture: 'ada', denseTflops: { bf16: 300 } },
  });
  const both = { ...accelerator, denseTflops: { fp16: 1, bf16: 2 } };
  expect(read({ accelerator: both })).toMatchObject({ accelerator: { denseTflops: { bf16: 2 } } });
});

test('what is in no known spelling stays as it is', () => {
  for (const word of ['fp9', '', 'constructor', 7, true, ['fp8']]) {
    const request = { quantization: word, engine: { name: word, version: word } };
    expect(inKnownSpellings(request)).toEqual(request);
  }
});

test('reading twice is reading once, whatever is read', () => {
  assert(
    property(anything(), anything(), anything(), (engine, accelerator, request) => {
      for (const one of [request, { engine, accelerator }]) {
        const once = inKnownSpellings(one);
        expect(inKnownSpellings(once)).toEqual(once);
      }
    }),
  );
});

test('a plan goes by, and gives back, the request in the words of the schema', () => {
  const spelled = { engine: { name: 'vLLM', version: 'v0.32.0' }, quantization: 'FP8' };
  const plain = { engine: { name: 'vllm', version: '0.32.0' }, quantization: 'fp8' };
  const plan = CapacityPlan.fromRequest({ ...base, ...spelled, traffic: null });
  expect(plan.toRequest()).toEqual({ ...base, ...plain });
  expect(plan.toJson()).toEqual(CapacityPlan.fromRequest({ ...base, ...plain }).toJson());
});

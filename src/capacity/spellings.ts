import { releaseOf } from '../engines/release';
import { architectureOf } from '../facts/architectures';

type Fields = { readonly [key: string]: unknown };

/** How records and scripts spell what the schema has one word for; null leaves the field out. */
type Spellings = Readonly<Record<string, string | null>>;

const ENGINES: Spellings = {
  vllm: 'vllm',
  sglang: 'sglang',
  sgl: 'sglang',
  'tensorrt-llm': 'tensorrt-llm',
  tensorrtllm: 'tensorrt-llm',
  'trt-llm': 'tensorrt-llm',
  trtllm: 'tensorrt-llm',
  nim: 'tensorrt-llm',
  'nvidia-nim': 'tensorrt-llm',
};

/** A container such as `compressed-tensors` says nothing of what is in it: the checkpoint does. */
const FORMATS: Spellings = {
  auto: null,
  none: null,
  'compressed-tensors': null,
  modelopt: null,
  quark: null,
  bf16: 'bf16',
  bfloat16: 'bf16',
  fp16: 'bf16',
  float16: 'bf16',
  half: 'bf16',
  '16-bit': 'bf16',
  fp8: 'fp8',
  'fp8-e4m3': 'fp8',
  'fp8-e4m3fn': 'fp8',
  'fp8-block': 'fp8',
  'fp8-dynamic': 'fp8',
  'fp8-w8a8': 'fp8',
  'w8a8-fp8': 'fp8',
  'modelopt-fp8': 'fp8',
  mxfp8: 'fp8',
  int8: 'int8',
  w8a8: 'int8',
  'int8-w8a8': 'int8',
  'w8a8-int8': 'int8',
  w8a16: 'int8',
  'int8-w8a16': 'int8',
  '8-bit': 'int8',
  'gguf-q8-0': 'int8',
  int4: 'int4',
  '4-bit': 'int4',
  'int4-native-qat': 'int4',
  'int4-native-qat-checkpoint': 'int4',
  awq: 'int4',
  'awq-marlin': 'int4',
  'awq-int4': 'int4',
  'int4-awq': 'int4',
  gptq: 'int4',
  'gptq-marlin': 'int4',
  'gptq-int4': 'int4',
  w4a16: 'int4',
  'int4-w4a16': 'int4',
  'w4a16-int4': 'int4',
  mxfp4: 'mxfp4',
  nvfp4: 'nvfp4',
  fp4: 'nvfp4',
  'modelopt-fp4': 'nvfp4',
  'nvfp4-fp8': 'nvfp4',
  'nvfp4-fp8-mixed': 'nvfp4',
};

const CACHE_TYPES: Spellings = {
  auto: 'auto',
  'auto-16-bit': 'auto',
  'auto-fp16': 'auto',
  'auto-bf16': 'auto',
  none: 'auto',
  bf16: 'bfloat16',
  bfloat16: 'bfloat16',
  fp16: 'float16',
  half: 'float16',
  float16: 'float16',
  fp8: 'fp8',
  'fp8-inc': 'fp8',
  'fp8-e4m3': 'fp8_e4m3',
  'fp8-e4m3fn': 'fp8_e4m3',
  'fp8-e5m2': 'fp8_e5m2',
  'fp8-ds-mla': 'fp8_ds_mla',
  'fp8-per-token-head': 'fp8_per_token_head',
  int8: 'int8_per_token_head',
  'int8-per-token-head': 'int8_per_token_head',
  nvfp4: 'nvfp4',
  fp4: 'nvfp4',
};

/** The content of a model's configuration: there, null and every spelling mean what they say. */
const FOREIGN = 'model';

/**
 * A request in the schema's own words: fields of null are left out, and common spellings are
 * understood. What is no mapping, or in no known spelling, stays for the schema to refuse.
 */
export function inKnownSpellings<T>(request: T): T {
  if (!isMapping(request)) return request;
  const stated = Object.fromEntries(
    Object.entries(request)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, key === FOREIGN ? value : withoutNulls(value)]),
  );
  const { engine, accelerator } = stated;
  const spelled = replaced(stated, {
    quantization: spelling(FORMATS),
    engine: () => (isMapping(engine) ? engineSpelled(engine) : engine),
    accelerator: () => (isMapping(accelerator) ? acceleratorSpelled(accelerator) : accelerator),
  });
  return spelled as T;
}

function engineSpelled(engine: Fields): Fields {
  return replaced(engine, {
    name: spelling(ENGINES),
    version: (version) => (typeof version === 'string' ? (releaseOf(version) ?? version) : version),
    kvCacheDtype: spelling(CACHE_TYPES),
  });
}

const OPTIONAL = ['interconnectGBps', 'pcieGBps'];

/** Tables of GPUs write zero for a link or for tensor cores that are not there. */
function acceleratorSpelled(accelerator: Fields): Fields {
  const { denseTflops: tflops } = accelerator;
  const stated = without(accelerator, (key, value) => OPTIONAL.includes(key) && value === 0);
  return replaced(stated, {
    architecture: (word) => (typeof word === 'string' ? architectureOf(word) : word),
    denseTflops: () => (isMapping(tflops) ? tflopsSpelled(tflops) : tflops),
  });
}

function tflopsSpelled({ fp16, ...others }: Fields): Fields {
  const stated = without(others, (key, value) => key !== 'bf16' && value === 0);
  return fp16 === undefined ? stated : { bf16: fp16, ...stated };
}

/** The fields with some of them read anew; what is absent stays absent. */
function replaced(
  fields: Fields,
  readers: Readonly<Record<string, (value: unknown) => unknown>>,
): Fields {
  const read = Object.entries(fields).map(([key, value]): [string, unknown] => [
    key,
    Object.hasOwn(readers, key) && value !== undefined ? readers[key](value) : value,
  ]);
  return Object.fromEntries(read.filter(([, value]) => value !== null));
}

function spelling(known: Spellings): (value: unknown) => unknown {
  return (value) => {
    if (typeof value !== 'string') return value;
    const word =
      value
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.join('-') ?? '';
    return Object.hasOwn(known, word) ? known[word] : value;
  };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMapping(value)) return value;
  const stated = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(stated.map(([key, part]) => [key, withoutNulls(part)]));
}

function without(fields: Fields, drops: (key: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => !drops(key, value)));
}

/** Plain data; an object of a class stays, to be refused as what it is. */
function isMapping(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // By name: data that was cloned in another realm has another Object.
  return (Object.getPrototypeOf(value)?.constructor?.name ?? 'Object') === 'Object';
}

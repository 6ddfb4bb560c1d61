import fc from 'fast-check';
import { weightsPerGpu } from '../../src/capacity/weights';
import { modelById, modelIds } from '../../src/facts/model/catalogue';
import type { ModelGeometry, WeightFormat } from '../../src/facts/model/geometry';
import { readModelConfig } from '../../src/facts/model/read-config';

const GIB = 2 ** 30;
const oneGpu = { tensor: 1, pipeline: 1, data: 1, expert: false };

function known(id: string): ModelGeometry {
  const model = modelById(id);
  if (!model) throw new Error(`${id} is not in the catalogue`);
  return model;
}

/** Two layers of 8 experts: attention 4 × 64², experts 3 × 64 × 32 each, tables of 1,024 rows. */
function small(fields: Record<string, unknown> = {}): ModelGeometry {
  return readModelConfig('small', {
    num_hidden_layers: 2,
    hidden_size: 64,
    num_attention_heads: 4,
    num_experts: 8,
    num_experts_per_tok: 2,
    moe_intermediate_size: 32,
    vocab_size: 1024,
    ...fields,
  });
}

const TABLE = 1024 * 64 * 2;
const ATTENTION = 4 * 64 * 64;
const NORMS_AND_ROUTER = 2 * 64 + 64 * 8;
const EXPERTS = 8 * 3 * 64 * 32;

describe('start-up logs of vLLM', () => {
  // "Model loading took … GiB" on Hopper; the others are below.
  test.each<[string, WeightFormat, number, number, string]>([
    ['meta-llama/Llama-3.1-8B-Instruct', 'bf16', 1, 14.99, 'vLLM 0.17.1'],
    ['Qwen/Qwen3-30B-A3B', 'bf16', 2, 28.4571, 'vLLM 0.12.0'],
    ['Qwen/Qwen3-30B-A3B-Instruct-2507', 'fp8', 1, 29.08, 'vLLM 0.22.1'],
    ['RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic', 'fp8', 2, 33.88, 'vLLM 0.11.0'],
    ['Qwen/Qwen2.5-14B-Instruct-AWQ', 'int4', 1, 9.3795, 'vLLM 0.13.0'],
    ['openai/gpt-oss-20b', 'mxfp4', 1, 13.47, 'vLLM 0.11.0'],
    ['openai/gpt-oss-120b', 'mxfp4', 1, 64.38, 'vLLM 0.11.0'],
    ['meta-llama/Meta-Llama-3-8B-Instruct', 'bf16', 1, 14.9596, 'vLLM 0.11.2'],
    ['Qwen/Qwen3-VL-30B-A3B-Instruct', 'bf16', 2, 29.3114, 'vLLM 0.12.0'],
    ['Qwen/Qwen3-Embedding-8B', 'bf16', 1, 14.1062, 'vLLM 0.12.0'],
    ['Qwen/Qwen3.8-27B-FP8', 'fp8', 2, 14.28, 'vLLM 0.26.1'],
  ])('%s in %s over %i GPUs takes %f GiB on each (%5$s)', (id, format, tensor, gib) => {
    const { bytes } = weightsPerGpu(known(id), format, { ...oneGpu, tensor });
    expect(Math.abs(bytes / GIB / gib - 1)).toBeLessThan(0.01);
  });

  const a100 = { vendor: 'nvidia', architecture: 'ampere', interconnectGBps: 300 };
  const spark = { vendor: 'nvidia', architecture: 'blackwell' };
  const mi300x = { vendor: 'amd', architecture: 'cdna3' };
  test.each([
    ['openai/gpt-oss-20b', 'mxfp4', a100, 1, 13.72],
    ['openai/gpt-oss-20b', 'mxfp4', spark, 1, 13.7193],
    ['openai/gpt-oss-120b', 'mxfp4', a100, 4, 17.2217],
    ['meta-llama/Llama-3.1-8B', 'bf16', mi300x, 1, 15.3047],
  ] as const)('%s in %s on %j over %i GPUs takes %f GiB', (id, format, device, tensor, gib) => {
    const { bytes } = weightsPerGpu(known(id), format, { ...oneGpu, tensor, device });
    expect(Math.abs(bytes / GIB / gib - 1)).toBeLessThan(0.005);
  });

  test.each([
    ['RedHatAI/Qwen3.6-35B-A3B-NVFP4', 'nvfp4', 23.45],
    ['unsloth/Qwen3.8-27B-NVFP4', 'nvfp4', 22.13],
    ['RedHatAI/Qwen3.8-27B-INT4', 'int4', 18.5],
  ] as const)('%s with its draft layer takes %f GiB', (id, format, gib) => {
    const { bytes } = weightsPerGpu(known(id), format, { ...oneGpu, draft: true });
    expect(Math.abs(bytes / GIB / gib - 1)).toBeLessThan(0.02);
  });

  test('experts of Qwen3-235B in FP8 over 8 ranks leave 27.67 GiB on each (vLLM 0.10.0)', () => {
    const spread = { ...oneGpu, tensor: 8, expert: true };
    const { bytes } = weightsPerGpu(known('Qwen/Qwen3-235B-A22B-FP8'), 'fp8', spread);
    expect(bytes / GIB).toBeCloseTo(27.67, 0);
  });
});

test('Llama-3.3-70B in bf16 over 4 GPUs leaves 32.89 GiB on each', () => {
  const { bytes } = weightsPerGpu(known('meta-llama/Llama-3.3-70B-Instruct'), 'bf16', {
    ...oneGpu,
    tensor: 4,
  });
  expect(bytes / GIB).toBeCloseTo(32.89, 2);
});

test('the parts on one GPU add up to what it holds', () => {
  const share = weightsPerGpu(small(), 'bf16', oneGpu);
  expect(share).toEqual({
    bytes: 2 * 2 * (ATTENTION + NORMS_AND_ROUTER + EXPERTS) + 2 * TABLE,
    coreBytes: 2 * 2 * (ATTENTION + NORMS_AND_ROUTER),
    expertBytes: 2 * 2 * EXPERTS,
    headBytes: TABLE,
    embeddingBytes: TABLE,
    checkpointBytes: 2 * 2 * (ATTENTION + NORMS_AND_ROUTER + EXPERTS) + 2 * TABLE,
    // The norm before the output head counts as core.
    coreParameters: 2 * (ATTENTION + NORMS_AND_ROUTER) + 64,
    expertParameters: 2 * EXPERTS,
    headParameters: 1024 * 64,
  });
});

test('tensor parallelism divides projections and experts, and copies norms and router', () => {
  const share = weightsPerGpu(small(), 'bf16', { ...oneGpu, tensor: 4 });
  expect(share.coreBytes).toBe(2 * 2 * (ATTENTION / 4 + NORMS_AND_ROUTER));
  expect(share.expertBytes).toBe((2 * 2 * EXPERTS) / 4);
});

test('the vocabulary is padded to 64 rows on each rank', () => {
  const model = small({ vocab_size: 1000 });
  expect(weightsPerGpu(model, 'bf16', oneGpu).headBytes).toBe(1024 * 64 * 2);
  expect(weightsPerGpu(model, 'bf16', { ...oneGpu, tensor: 3 }).headBytes).toBe(384 * 64 * 2);
});

test('expert parallelism puts whole experts on the tensor and data ranks, the fullest rounded up', () => {
  const spread = { ...oneGpu, tensor: 3, data: 2, expert: true };
  expect(weightsPerGpu(small(), 'bf16', spread).expertBytes).toBe((2 * 2 * EXPERTS * 2) / 8);
});

test('data parallelism without it slices every expert over the same ranks and copies the core', () => {
  const alone = weightsPerGpu(small(), 'bf16', { ...oneGpu, tensor: 2 });
  const spread = weightsPerGpu(small(), 'bf16', { ...oneGpu, tensor: 2, data: 4 });
  expect(spread.expertBytes).toBe(alone.expertBytes / 4);
  expect(spread.coreBytes).toBe(alone.coreBytes);
});

test('embeddings, output head and router stay in bf16', () => {
  const share = weightsPerGpu(small(), 'int8', oneGpu);
  expect(share.headBytes).toBe(TABLE);
  expect(share.coreBytes).toBe(2 * (ATTENTION + 64 + 2 * (64 + 64 * 8)));
});

test('tied embeddings are held once, and twice when a pipeline separates them', () => {
  const tied = small({ tie_word_embeddings: true });
  const held = (model: ModelGeometry, pipeline: number): number =>
    weightsPerGpu(model, 'bf16', { ...oneGpu, pipeline }).bytes;
  expect(held(small(), 1) - held(tied, 1)).toBe(TABLE);
  expect(held(tied, 2)).toBe(held(small(), 2));
});

test('a pipeline is as full as its fullest stage', () => {
  const model = known('meta-llama/Llama-3.1-405B');
  const { bytes, coreBytes } = weightsPerGpu(model, 'bf16', { ...oneGpu, pipeline: 4 });
  const layer = weightsPerGpu(model, 'bf16', oneGpu).coreBytes / 126;
  // 31 layers and the embedding, 32, 32, 31 layers and the head.
  // The rotary table of 131,072 positions × 128 lies on every stage.
  expect(bytes).toBe(32 * layer + 131072 * 128 * 2);
  expect(coreBytes).toBe((126 / 4) * layer);
});

test('draft layers lie on disk and are loaded only to speculate', () => {
  const model = known('deepseek-ai/DeepSeek-V3');
  const idle = weightsPerGpu(model, 'fp8', oneGpu);
  const speculating = weightsPerGpu(model, 'fp8', { ...oneGpu, draft: true });
  expect((speculating.bytes - idle.bytes) / 1e9).toBeCloseTo(11.6, 1);
  expect(idle.checkpointBytes).toBe(speculating.checkpointBytes);
  expect((speculating.bytes - idle.checkpointBytes) / 1e9).toBeCloseTo(0, 1);
});

test('a draft layer of a hybrid attends to tokens and routes to experts', () => {
  const model = known('nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16');
  expect(weightsPerGpu(model, 'bf16', oneGpu).checkpointBytes / GIB).toBeCloseTo(230.25, 1);
});

test('a checkpoint in its own format keeps what its ignore list names in bf16', () => {
  const model = known('moonshotai/Kimi-K2.5');
  const own = weightsPerGpu(model, 'int4', oneGpu);
  expect(own.coreBytes).toBe(weightsPerGpu(model, 'bf16', oneGpu).coreBytes);
  expect(own.expertBytes / own.expertParameters).toBe(4.5 / 8);
});

test('DeepSeek-V4 loads its experts in MXFP4 and the rest in FP8', () => {
  const share = weightsPerGpu(known('deepseek-ai/DeepSeek-V4-Pro'), 'fp8', oneGpu);
  expect(share.expertBytes / share.expertParameters).toBe(4.25 / 8);
  expect(share.coreBytes / share.coreParameters).toBeCloseTo(1, 1);
});

test('gpt-oss is padded on the GPU and lies once on disk, although its repository has it twice', () => {
  const share = weightsPerGpu(known('openai/gpt-oss-20b'), 'mxfp4', oneGpu);
  expect(share.checkpointBytes / GIB).toBeCloseTo(12.81, 2);
  expect(share.bytes / GIB).toBeCloseTo(13.45, 2);
});

describe('a checkpoint whose index was read', () => {
  const NORMS = 2 * 64 + 64 * 8;
  const own = 2 * 2 * (ATTENTION + NORMS + EXPERTS) + 2 * TABLE;

  test('has the bytes of the index, and its tables stay what they are', () => {
    const share = weightsPerGpu(small({ _checkpoint_bytes: own + 4000 }), 'bf16', oneGpu);
    expect(share.checkpointBytes).toBe(own + 4000);
    expect(share.bytes).toBeCloseTo(own + 4000, 6);
    expect(share.headBytes).toBe(TABLE);
  });

  test('counts for nothing when it is loaded in another format', () => {
    const model = small({ _checkpoint_bytes: own + 4000 });
    expect(weightsPerGpu(model, 'fp8', oneGpu)).toEqual(weightsPerGpu(small(), 'fp8', oneGpu));
  });

  test('counts for nothing where it cannot be that of this model', () => {
    const model = small({ _checkpoint_bytes: 2 * own });
    expect(weightsPerGpu(model, 'bf16', oneGpu)).toEqual(weightsPerGpu(small(), 'bf16', oneGpu));
  });
});

describe('laws', () => {
  const model = fc.constantFrom(...modelIds()).map(known);
  const quantized = fc.constantFrom<WeightFormat>('fp8', 'int8', 'int4', 'nvfp4', 'mxfp4');
  const ranks = fc.constantFrom(1, 2, 4, 8);

  test('quantized weights never take more', () => {
    fc.assert(
      fc.property(model, quantized, ranks, (any, format, tensor) => {
        const at = (wanted: WeightFormat) =>
          weightsPerGpu(any, wanted, { ...oneGpu, tensor }).bytes;
        // A checkpoint that ships parts in fewer bits is not loaded in more.
        fc.pre(any.checkpointFormat === 'bf16');
        expect(at(format)).toBeLessThanOrEqual(at('bf16'));
      }),
    );
  });

  test('the ranks together hold at least the whole', () => {
    fc.assert(
      fc.property(model, ranks, fc.boolean(), (any, tensor, expert) => {
        const spread = { ...oneGpu, tensor, expert };
        const { bytes } = weightsPerGpu(any, any.checkpointFormat, spread);
        const whole = weightsPerGpu(any, any.checkpointFormat, oneGpu).bytes;
        expect(bytes * tensor).toBeGreaterThanOrEqual(whole * (1 - 1e-12));
        expect(bytes).toBeLessThanOrEqual(whole * 1.05);
      }),
    );
  });
});

test('MXFP4 that is asked for quantizes the experts, and a dense model as a whole', () => {
  const parameters = 2 * 4 * 64 * 64;
  const { coreBytes } = weightsPerGpu(small(), 'mxfp4', oneGpu);
  expect(coreBytes).toBe(2 * (parameters + 2 * NORMS_AND_ROUTER));
  const dense = small({ num_experts: 0, intermediate_size: 32 });
  expect(weightsPerGpu(dense, 'mxfp4', oneGpu).coreBytes).toBeLessThan(2 * parameters);
});

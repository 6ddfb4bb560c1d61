import {
  kvBytesPerToken,
  kvLayerPages,
  kvReadBytes,
  stateBytesPerSequence,
} from '../../src/capacity/kv-geometry';
import { pipelineStages } from '../../src/capacity/pipeline';
import { modelById } from '../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../src/facts/model/geometry';

const GIB = 2 ** 30;
const oneGpu = { tensor: 1, pipeline: 1, decodeContext: 1, kvBytes: 2 };
const on = (tensor: number) => ({ ...oneGpu, tensor });

function known(id: string): ModelGeometry {
  const model = modelById(id);
  if (!model) throw new Error(`${id} is not in the catalogue`);
  return model;
}

const llama = known('meta-llama/Llama-3.3-70B-Instruct');
const v3 = known('deepseek-ai/DeepSeek-V3');
const v32 = known('deepseek-ai/DeepSeek-V3.2');
const v4 = known('deepseek-ai/DeepSeek-V4-Flash');

describe('growing bytes', () => {
  test('tensor parallelism divides key/value heads', () => {
    expect([1, 2, 4, 8].map((tensor) => kvBytesPerToken(llama, on(tensor)))).toEqual([
      327680, 163840, 81920, 40960,
    ]);
  });

  test('with fewer heads than ranks each rank copies one, and the cache stops shrinking', () => {
    const qwen = known('Qwen/Qwen3.5-397B-A17B');
    expect([1, 2, 4, 8].map((tensor) => kvBytesPerToken(qwen, on(tensor)))).toEqual([
      30720, 15360, 15360, 15360,
    ]);
    const moe = known('Qwen/Qwen3-235B-A22B');
    expect(kvBytesPerToken(moe, on(8))).toBe(kvBytesPerToken(moe, on(4)));
  });

  test.each(['DeepSeek-V3', 'DeepSeek-V3.2', 'DeepSeek-V4-Pro'])(
    'tensor parallelism leaves the latent of %s whole on every rank',
    (name) => {
      const model = known(`deepseek-ai/${name}`);
      expect(kvBytesPerToken(model, on(8))).toBe(kvBytesPerToken(model, oneGpu));
    },
  );

  test('decode context parallelism divides full and latent tokens, and no sliding ones', () => {
    const four = { ...oneGpu, decodeContext: 4 };
    expect(kvBytesPerToken(llama, four)).toBe(327680 / 4);
    expect(kvBytesPerToken(v3, four)).toBe(70272 / 4);
    // gpt-oss: 12 full and 12 sliding layers of 2,048 bytes.
    expect(kvBytesPerToken(known('openai/gpt-oss-20b'), four)).toBe(12 * 512 + 12 * 2048);
  });

  test('an FP8 cache halves keys and values, and leaves indexer keys as they are', () => {
    const fp8 = { ...oneGpu, kvBytes: 1 };
    expect(kvBytesPerToken(llama, fp8)).toBe(327680 / 2);
    expect(kvBytesPerToken(v32, oneGpu)).toBe(61 * (1152 + 132));
    expect(kvBytesPerToken(v32, fp8)).toBe(61 * (576 + 132));
  });

  test('the engine layout fp8_ds_mla has entries of 656 bytes', () => {
    const layout = { ...oneGpu, kvBytes: 1, latentLayout: 'fp8_ds_mla' } as const;
    expect(kvBytesPerToken(v32, layout)).toBe(61 * (656 + 132));
  });

  test('only layers that own an indexer cache its keys', () => {
    expect(kvBytesPerToken(known('zai-org/GLM-5'), oneGpu)).toBe(78 * (1152 + 132));
    expect(kvBytesPerToken(known('zai-org/GLM-5.2'), oneGpu)).toBe(78 * 1152 + 21 * 132);
  });

  test('a head is as wide as head_dim says and not hidden_size / heads', () => {
    // 40 layers of 8 heads of 128, where 5120 / 32 would be 160.
    const nemo = known('mistralai/Mistral-Nemo-Instruct-2407');
    expect(kvBytesPerToken(nemo, oneGpu)).toBe(40 * 8 * (128 + 128) * 2);
  });

  test('keys and values may differ in width, and global layers from sliding ones', () => {
    const mimo = known('XiaomiMiMo/MiMo-V2-Flash');
    expect(kvBytesPerToken(mimo, oneGpu)).toBe((9 * 4 + 39 * 8) * (192 + 128) * 2);
    const gemma = known('google/gemma-4-31B');
    expect(kvBytesPerToken(gemma, oneGpu)).toBe((10 * 4 * 1024 + 50 * 16 * 512) * 2);
  });

  test('a pipeline is as full as its fullest stage', () => {
    // 93 layers over 2 stages, 12 of the 24 latent ones in each.
    expect(kvBytesPerToken(known('moonshotai/Kimi-K3'), { ...oneGpu, pipeline: 2 })).toBe(
      13 * 1152,
    );
    expect(kvBytesPerToken(known('meta-llama/Llama-3.1-405B'), { ...oneGpu, pipeline: 4 })).toBe(
      32 * 4096,
    );
  });

  test('a draft layer caches its own keys and values', () => {
    expect(kvBytesPerToken(v3, { ...oneGpu, draft: true })).toBe(62 * 1152);
  });
});

describe('bytes read in a decode step', () => {
  test.each([
    ['meta-llama/Llama-3.3-70B-Instruct', 40],
    ['openai/gpt-oss-120b', 4.5044],
    ['google/gemma-3-27b-it', 10.4062],
    ['google/gemma-4-31B', 10.7812],
    ['XiaomiMiMo/MiMo-V2-Flash', 2.8363],
  ])('%s reads %f GiB at 131,072 tokens: sliding layers stop at their window', (id, gib) => {
    expect(kvReadBytes(known(id), 131072, oneGpu) / GIB).toBeCloseTo(gib, 3);
  });

  test('a sparse layer reads the selected latents and all indexer keys', () => {
    expect(kvReadBytes(v32, 1000, oneGpu)).toBe(61 * 1000 * (1152 + 132));
    expect(kvReadBytes(v32, 100000, oneGpu)).toBe(61 * (2048 * 1152 + 100000 * 132));
  });

  test('a compressed layer reads a window, its entries, and a selection of the fine ones', () => {
    const window = 43 * 128 * 1024;
    const fine = 21 * (512 * 1024 + 2500 * 64);
    const coarse = 20 * 78 * 1024;
    expect(kvReadBytes(v4, 10000, oneGpu)).toBe(window + fine + coarse);
  });

  test('a pipeline divides the reads over its stages', () => {
    const whole = kvReadBytes(llama, 1000, oneGpu);
    expect(kvReadBytes(llama, 1000, { ...oneGpu, pipeline: 2 })).toBe(whole / 2);
  });
});

describe('state of a sequence', () => {
  test.each([
    ['nvidia/Nemotron-H-56B-Base-8K', 870.33],
    ['moonshotai/Kimi-K3', 428.55],
    ['nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16', 389.06],
    ['Qwen/Qwen3.5-397B-A17B', 183.16],
    ['Qwen/Qwen3.5-27B', 146.81],
    ['nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16', 46.81],
    ['deepseek-ai/DeepSeek-V4-Flash', 10.82],
  ])('%s holds %f MiB whatever the length', (id, mib) => {
    expect(stateBytesPerSequence(known(id), oneGpu) / 2 ** 20).toBeCloseTo(mib, 2);
  });

  test('tensor parallelism divides it by heads, except what a compressor is building', () => {
    const qwen = known('Qwen/Qwen3.5-27B');
    expect(stateBytesPerSequence(qwen, on(4))).toBe(stateBytesPerSequence(qwen, oneGpu) / 4);
    expect(stateBytesPerSequence(v4, on(4))).toBe(stateBytesPerSequence(v4, oneGpu));
  });

  test('a model that attends only to tokens holds none', () => {
    expect(stateBytesPerSequence(llama, oneGpu)).toBe(0);
  });
});

describe('groups of equal layers', () => {
  test('a dense model is one group', () => {
    expect(kvLayerPages(llama, on(4))).toEqual([
      { kind: 'full', layers: 80, bytesPerToken: 1024, window: undefined, stateBytes: 0 },
    ]);
  });

  test('sliding and global layers are apart', () => {
    expect(kvLayerPages(known('google/gemma-4-31B'), oneGpu)).toEqual([
      { kind: 'sliding', layers: 50, bytesPerToken: 16384, window: 1024, stateBytes: 0 },
      { kind: 'full', layers: 10, bytesPerToken: 8192, window: undefined, stateBytes: 0 },
    ]);
  });

  test('state layers cache no tokens, and feed-forward blocks are in no group', () => {
    const pages = kvLayerPages(known('nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16'), oneGpu);
    expect(pages.map(({ kind, layers, bytesPerToken }) => [kind, layers, bytesPerToken])).toEqual([
      ['mamba2', 23, 0],
      ['full', 6, 1024],
    ]);
  });

  test('latent layers with and without an indexer are one group of their mean size', () => {
    expect(kvLayerPages(known('zai-org/GLM-5.2'), oneGpu)).toEqual([
      { kind: 'mla', layers: 78, bytesPerToken: 92628 / 78, window: undefined, stateBytes: 0 },
    ]);
  });

  test('the groups of one stage describe the fullest stage', () => {
    const [group] = kvLayerPages(known('meta-llama/Llama-3.1-405B'), { ...oneGpu, pipeline: 4 });
    expect(group.layers).toBe(32);
  });
});

test('layers left over by a pipeline go to the stages before the last', () => {
  const sizes = (stages: number): number[] =>
    pipelineStages(known('meta-llama/Llama-3.1-405B'), stages).map((layers) => layers.length);
  expect(sizes(1)).toEqual([126]);
  expect(sizes(4)).toEqual([31, 32, 32, 31]);
  expect(sizes(5)).toEqual([25, 25, 25, 26, 25]);
});

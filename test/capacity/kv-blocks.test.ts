import * as fc from 'fast-check';
import { kvOptions, resolveEngine } from '../../src/capacity/engine-settings';
import { type BlockPool, blockPool, blocksFor, residentBlocks } from '../../src/capacity/kv-blocks';
import { concurrencyAt, GIB } from '../../src/capacity/memory';
import { modelById } from '../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../src/facts/model/geometry';
import { readModelConfig } from '../../src/facts/model/read-config';
import { planFor } from '../../src/plan/plan-for';
import truth from '../fixtures/real-engine/kv-cases.json';

type Case = (typeof truth.cases)[number];

const h100 = { id: 'H100-SXM', architecture: 'hopper', memoryGiB: 79.18 } as Parameters<
  typeof resolveEngine
>[1];
const configs: Record<string, Record<string, unknown>> = truth.models;

/** On a GPU two batches are in flight, on the CPU that was measured one. */
const BATCHES = 2;

function poolOf(each: Case): BlockPool {
  const { kvBytes, kvSpaceGiB, blockSize, maxNumBatchedTokens } = each;
  const read = readModelConfig(each.model, configs[each.model]);
  const model = each.hybridManager === false ? withoutWindows(read) : read;
  const inFlight = maxNumBatchedTokens / BATCHES;
  const engine = { ...resolveEngine({}, h100), blockSize, maxNumBatchedTokens: inFlight };
  const options = { tensor: 1, pipeline: 1, decodeContext: 1, kvBytes };
  const pool = blockPool(model, options, engine, kvSpaceGiB * GIB);
  return { ...pool, blocks: each.blocksOverride ?? pool.blocks };
}

/** What an engine without its hybrid manager does: sliding layers are kept whole. */
function withoutWindows(model: ModelGeometry): ModelGeometry {
  const layers = model.layers.map((layer) => ({
    ...layer,
    attention: { ...layer.attention, kind: 'full' as const, window: undefined },
  }));
  return { ...model, layers };
}

function logLine(tokens: number, longest: number, concurrency: number): string {
  const [size, request] = [tokens, longest].map((count) => count.toLocaleString('en-US'));
  const times = twoDigits(concurrency);
  return `CPU KV cache size: ${size} tokens, Maximum concurrency for ${request} tokens per request: ${times}x`;
}

/** As Python prints them: of two as near it takes the even one. */
function twoDigits(value: number): string {
  const isHalf = (value * 100) % 1 === 0.5;
  return (isHalf ? (2 * Math.round(value * 50)) / 100 : value).toFixed(2);
}

test('26 configurations of a real engine are known', () => {
  expect(truth.cases).toHaveLength(26);
  expect(truth.source).toBe('vLLM 0.32.0 on a CPU, 2026-11-23');
});

describe.each(truth.cases)('the real engine with $name', (each) => {
  const pool = poolOf(each);

  test('cuts the same bytes into as many blocks of the same size and groups', () => {
    expect(pool.blocks).toBe(each.blocks);
    expect(pool.groups).toHaveLength(each.groups);
    expect(pool.blockBytes).toBe(each.layersPerGroup * each.pageBytes);
  });

  test('admits a sequence of the longest context into as many blocks, and logs this line', () => {
    expect(blocksFor(pool, each.maxModelLen)).toBe(each.blocksPerSequence);
    const concurrency = concurrencyAt(pool, each.maxModelLen);
    expect(concurrency).toBe(each.blocks / each.blocksPerSequence);
    const tokens = Math.floor(concurrency * each.maxModelLen);
    expect(tokens).toBe(each.tokens);
    expect(logLine(tokens, each.maxModelLen, concurrency)).toBe(each.log);
  });
});

test.each(
  truth.cases.filter(
    (each) => each.kvBytes < 4 && !each.blocksOverride && !('hybridManager' in each),
  ),
)('a plan with the measured GiB of $name says the logged tokens', (each) => {
  const { maxModelLen, blockSize, maxNumBatchedTokens } = each;
  const kvCacheDtype = each.kvBytes === 1 ? 'fp8' : 'auto';
  const { memory } = planFor({
    model: configs[each.model],
    accelerator: 'L4',
    parallelism: { tensor: 1 },
    engine: {
      maxModelLen,
      blockSize,
      maxNumBatchedTokens: maxNumBatchedTokens / BATCHES,
      kvCacheDtype,
    },
    measured: { kvCacheGiBPerGpu: each.kvSpaceGiB },
  });
  expect([memory.blocks, memory.kvCacheTokens]).toEqual([each.blocks, each.tokens]);
});

describe('layers that keep a state', () => {
  // Start-up logs: on one H100, RTX 5090 or GB10, on two RTX 3090; prefix caching as logged.
  test.each([
    ['Qwen/Qwen3.6-27B', '0.27.1', 41.03, 4096, 'auto', 1, true, 0, 292522, 71.42],
    ['Qwen/Qwen3.6-35B-A3B', '0.24.0', 6.01, 131072, 'fp8', 1, true, 0, 569878, 4.35],
    ['Qwen/Qwen3.6-35B-A3B', '0.24.0', 5.98, 131072, 'fp8', 1, true, 0, 567978, 4.33],
    ['Qwen/Qwen3.6-35B-A3B', '0.25.1', 74.22, 262144, 'auto', 1, false, 3, 3366051, 12.84],
    ['Qwen/Qwen3.6-27B', '0.25.1', 80.17, 262144, 'auto', 1, false, 3, 1191213, 4.54],
    ['Qwen/Qwen3.6-27B', '0.25.1', 76.4, 262144, 'fp8', 1, false, 3, 2192477, 8.36],
    ['Qwen/Qwen3.6-27B', '0.21.0', 11.1, 262144, 'int8_per_token_head', 2, true, 4, 605495, 2.31],
  ])(
    '%s on %s with %f GiB at %d tokens in %s over %d GPUs: its log is met to the block',
    (model, version, gib, maxModelLen, kvCacheDtype, tensor, prefixCaching, drafts, ...log) => {
      const speculative = drafts > 0 ? { method: 'mtp', tokens: drafts } : undefined;
      const { memory } = planFor({
        model,
        accelerator: 'H100-SXM',
        parallelism: { tensor },
        engine: { version, maxModelLen, kvCacheDtype, prefixCaching, speculative },
        measured: { kvCacheGiBPerGpu: gib },
      });
      const [tokens, concurrency] = log;
      // Two digits of GiB are short of one block in one of the logs, 1,020 tokens.
      expect([0, 1020]).toContain(tokens - memory.kvCacheTokens);
      expect(memory.maxConcurrency).toBeCloseTo(concurrency, 1);
    },
  );

  test('are not copied for prefixes where the version does not cache them by default', () => {
    const hybrid = (version: string, change: object = {}) =>
      planFor({
        model: 'Qwen/Qwen3.6-27B',
        accelerator: 'H100-SXM',
        parallelism: { tensor: 1 },
        engine: { version, maxModelLen: 4096 },
        measured: { kvCacheGiBPerGpu: 41.03 },
        ...change,
      });
    const old = hybrid('0.27.1');
    expect(old.choice.engineArguments).toContain('--no-enable-prefix-caching');
    expect(old.memory.maxConcurrency).toBeCloseTo(857 / 9, 6);
    expect(hybrid('0.28.0').choice.engineArguments).toContain('--enable-prefix-caching');
    expect(hybrid('0.28.0').memory.maxConcurrency).toBeCloseTo(857 / 12, 6);
    // Prompts that hit the cache need it on.
    const traffic = { peakRequestsPerSecond: 1, cachedInputShare: 0.5 };
    const hits = hybrid('0.27.1', { traffic });
    expect(hits.choice.engineArguments).toContain('--enable-prefix-caching');
  });

  test('beside states are as long as stated, and never too short for one', () => {
    const blocks = (blockSize?: number): number =>
      planFor({
        model: 'Qwen/Qwen3.6-27B',
        accelerator: 'H100-SXM',
        parallelism: { tensor: 1 },
        engine: { version: '0.28.0', maxModelLen: 4096, blockSize },
      }).memory.blockSize;
    const computed = blocks();
    expect(computed % 16).toBe(0);
    expect([computed - 16, computed, computed + 272].map(blocks)).toEqual([
      computed,
      computed,
      computed + 272,
    ]);
  });

  test('take blocks that grow with the tokens where Mamba-2 kept every boundary', () => {
    const nano = modelById('nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16') as ModelGeometry;
    const options = { tensor: 1, pipeline: 1, decodeContext: 1, kvBytes: 2 };
    const at = (version: string) =>
      blockPool(
        nano,
        options,
        { ...resolveEngine({ version }, h100), prefixCaching: true },
        41 * GIB,
      );
    // Multiples of 128, the chunk, for a state of 2,134,016 bytes in pages of 1,024 a token.
    expect([at('0.25.1').blockSize, at('0.28.0').blockSize]).toEqual([2176, 2096]);
    // One group that attends and four of states, at 4,352 tokens: two blocks each; then 3 + 4 × 2.
    expect(blocksFor(at('0.25.1'), 4352)).toBe(2 + 4 * 2);
    expect(blocksFor(at('0.28.0'), 4352)).toBe(3 + 4 * 2);
    expect(blocksFor(at('0.29.0'), 4352)).toBe(3 + 4 * 3);
  });

  const pool = (prefixCaching: boolean, gib = 41.03): BlockPool => {
    const model = modelById('Qwen/Qwen3.6-27B') as ModelGeometry;
    const engine = { ...resolveEngine({}, h100), prefixCaching };
    const options = { tensor: 1, pipeline: 1, decodeContext: 1, kvBytes: 2 };
    return blockPool(model, options, engine, gib * GIB);
  };

  test('stretch the block until it holds a state, 3.06 MiB or 784 tokens of 4,096 bytes', () => {
    expect(pool(true).blockSize).toBe(784);
    expect(pool(true).blockBytes).toBe(784 * 4096 * 16);
  });

  test('pin a block a group whatever the length, two where prefixes are cached', () => {
    expect([1, 784, 785].map((tokens) => blocksFor(pool(false), tokens))).toEqual([4, 4, 5]);
    expect([1, 784, 785].map((tokens) => blocksFor(pool(true), tokens))).toEqual([7, 7, 8]);
  });

  test('admit no more sequences than there are blocks: the engine would refuse to start', () => {
    const plan = (maxNumSeqs?: number) =>
      planFor({
        model: 'Qwen/Qwen3.6-27B',
        accelerator: 'H100-SXM',
        parallelism: { tensor: 1 },
        engine: { maxNumSeqs },
        measured: { kvCacheGiBPerGpu: 10 },
      });
    expect(plan().choice.engineArguments).toContain('--max-num-seqs=208');
    const codes = (sequences?: number) => plan(sequences).warnings.map(({ code }) => code);
    expect(codes()).not.toContain('more-sequences-than-states');
    expect(codes(500)).toContain('more-sequences-than-states');
    expect(codes(208)).not.toContain('more-sequences-than-states');
  });
});

describe('sliding layers', () => {
  const gemma = truth.cases.find(({ name }) => name === 'gemma3_hybrid') as Case;

  test('count the prefill in flight at admission, and no more while decoding', () => {
    // Window 512 of 128-token blocks: ceil((511 + 4096 → 4096) / 128) + 1, then ceil(512 / 128) + 1.
    expect(blocksFor(poolOf(gemma), 4096)).toBe(5 * 33 + 32);
    expect(residentBlocks(poolOf(gemma), 4096)).toBe(5 * 5 + 32);
  });
});

describe('older versions', () => {
  const options = { tensor: 1, pipeline: 1, decodeContext: 1, kvBytes: 2 };
  const at = (version: string, id: string, change: object = {}): BlockPool => {
    const model = modelById(id) as ModelGeometry;
    const engine = resolveEngine({ version }, h100, undefined, model);
    return blockPool(model, { ...options, engineVersion: version, ...change }, engine, 35.55 * GIB);
  };

  test('vLLM 0.6.6 cut 35.55 GiB for Qwen2.5-1.5B into 83,208 blocks, but for rounding', () => {
    const { blocks, blockSize } = at('0.6.6', 'Qwen/Qwen2.5-1.5B-Instruct');
    expect(blockSize).toBe(16);
    expect(Math.abs(blocks / 83208 - 1)).toBeLessThan(0.0002);
  });

  test('before 0.9.1 sliding layers are whole, and one group with the full ones', () => {
    expect(at('0.8.5', 'google/gemma-3-27b-it').groups).toEqual([
      { kind: 'full', blockSize: 16, window: undefined },
    ]);
    const kinds = at('0.9.1', 'google/gemma-3-27b-it').groups.map(({ kind }) => kind);
    expect(kinds).toEqual([
      'sliding',
      'sliding',
      'sliding',
      'sliding',
      'sliding',
      'sliding',
      'full',
    ]);
  });

  test('before 0.13, and with draft layers, chunked layers are whole', () => {
    const scout = 'meta-llama/Llama-4-Scout-17B-16E';
    expect(at('0.12.0', scout).groups).toHaveLength(1);
    expect(at('0.14.1', scout).groups).toHaveLength(4);
    expect(at('0.14.1', scout, { eagle: true }).groups).toHaveLength(1);
  });

  test('a latent was 128 heads in 0.6, 640 numbers in 0.7, 576 since', () => {
    const bytes = (version: string) => at(version, 'deepseek-ai/DeepSeek-V3').blockBytes / 64 / 61;
    expect(['0.6.6', '0.7.3', '0.8.5'].map(bytes)).toEqual([128 * 2 * 256 * 2, 1280, 1152]);
  });
});

describe('ranks that share a context', () => {
  // Start-up logs of Kimi-K2-Thinking on eight H200, vLLM 0.11: 715,072 tokens, 5,721,088 shared.
  test.each([
    [1, 715072],
    [8, 5721088],
  ])('%d of them hold %d tokens in 46.80 GiB each', (decodeContext, tokens) => {
    const { memory } = planFor({
      model: 'moonshotai/Kimi-K2-Instruct',
      accelerator: 'H200',
      parallelism: { tensor: 8, decodeContext },
      engine: { version: '0.11.2', maxModelLen: 131072 },
      measured: { kvCacheGiBPerGpu: 46.8 },
    });
    expect(Math.abs(memory.kvCacheTokens / tokens - 1)).toBeLessThan(0.0002);
    expect(memory.blockSize).toBe(64);
  });
});

test('an EAGLE layer has a cache of its own, and n-grams have none', () => {
  const bytes = (method: string) =>
    planFor({
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      accelerator: 'H100-SXM',
      parallelism: { tensor: 1 },
      engine: { speculative: { method, tokens: 3 } },
    }).memory.kvBytesPerTokenPerGpu;
  expect([bytes('ngram'), bytes('eagle3')]).toEqual([32 * 4096, 33 * 4096]);
});

describe('laws', () => {
  const ids = ['meta-llama/Llama-3.1-8B', 'deepseek-ai/DeepSeek-V3', 'openai/gpt-oss-20b'];
  const anyModel = fc.constantFrom(
    ...ids,
    'google/gemma-4-31B',
    'Qwen/Qwen3.6-27B',
    'moonshotai/Kimi-K3',
    'deepseek-ai/DeepSeek-V4-Flash',
    'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16',
  );
  const anyVersion = fc.constantFrom('0.8.5', '0.11.2', '0.21.0', '0.25.1', '0.32.0');
  const gib = fc.double({ min: 1, max: 200, noNaN: true });
  const context = fc.integer({ min: 1, max: 131072 });
  const at = (id: string, version: string, pool: number, dtype = 'auto'): BlockPool => {
    const model = modelById(id) as ModelGeometry;
    const engine = resolveEngine({ version, kvCacheDtype: dtype }, h100, undefined, model);
    const parallelism = { tensor: 4, pipeline: 1, data: 1, expert: false, decodeContext: 1 };
    return blockPool(model, kvOptions(engine, parallelism), engine, pool * GIB);
  };

  test('a larger pool never holds fewer sequences', () => {
    fc.assert(
      fc.property(anyModel, anyVersion, gib, gib, context, (id, version, a, b, tokens) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(concurrencyAt(at(id, version, large), tokens)).toBeGreaterThanOrEqual(
          concurrencyAt(at(id, version, small), tokens),
        );
      }),
    );
  });

  test('a longer sequence never takes fewer blocks', () => {
    fc.assert(
      fc.property(anyModel, anyVersion, context, context, (id, version, a, b) => {
        const pool = at(id, version, 40);
        expect(blocksFor(pool, Math.max(a, b))).toBeGreaterThanOrEqual(
          blocksFor(pool, Math.min(a, b)),
        );
      }),
    );
  });

  test('a cache in fp8 never holds fewer sequences than one in bf16', () => {
    fc.assert(
      fc.property(anyModel, anyVersion, gib, context, (id, version, pool, tokens) => {
        expect(concurrencyAt(at(id, version, pool, 'fp8'), tokens)).toBeGreaterThanOrEqual(
          concurrencyAt(at(id, version, pool, 'bfloat16'), tokens),
        );
      }),
    );
  });

  test('tokens times their bytes are the pool, but for less than one block', () => {
    const uniform = fc.constantFrom('meta-llama/Llama-3.1-8B', 'deepseek-ai/DeepSeek-V3');
    fc.assert(
      fc.property(uniform, anyVersion, gib, (id, version, size) => {
        const pool = at(id, version, size);
        const left = size * GIB - pool.blocks * pool.blockBytes;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThan(pool.blockBytes);
        const perToken = pool.blockBytes / pool.blockSize;
        expect(blocksFor(pool, pool.blocks * pool.blockSize)).toBe(pool.blocks);
        expect(perToken * pool.blockSize * pool.blocks + left).toBeCloseTo(size * GIB, 0);
      }),
    );
  });
});

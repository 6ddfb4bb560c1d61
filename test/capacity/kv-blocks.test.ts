import { resolveEngine } from '../../src/capacity/engine-settings';
import { type BlockPool, blockPool, blocksFor, residentBlocks } from '../../src/capacity/kv-blocks';
import { concurrencyAt, GIB } from '../../src/capacity/memory';
import { modelById } from '../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../src/facts/model/geometry';
import { readModelConfig } from '../../src/facts/model/read-config';
import { planFor } from '../../src/plan/plan-for';
import truth from '../fixtures/kv-blocks.json';

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

test('26 configurations of a real engine are known', () => {
  expect(truth.cases).toHaveLength(26);
  expect(truth.source).toBe('vLLM 0.32.0 on a CPU, 2026-11-23');
});

describe.each(truth.cases)('the real engine with $name', (each) => {
  const pool = poolOf(each);

  test('cuts the same bytes into as many blocks and groups', () => {
    expect(pool.blocks).toBe(each.blocks);
    expect(pool.groups).toHaveLength(each.groups);
  });

  test('admits a sequence of the longest context into as many blocks, and logs these tokens', () => {
    expect(blocksFor(pool, each.maxModelLen)).toBe(each.blocksPerSequence);
    const concurrency = concurrencyAt(pool, each.maxModelLen);
    expect(Math.abs(concurrency - each.concurrency)).toBeLessThan(0.0051);
    expect(Math.floor(concurrency * each.maxModelLen)).toBe(each.tokens);
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
  // Start-up logs: Qwen3.6-27B-FP8 on H100 with vLLM 0.27.1, Qwen3.6-35B-A3B on RTX 5090 with 0.24.0.
  test.each([
    ['Qwen/Qwen3.6-27B', 41.03, 4096, 'auto', 292522, 71.42],
    ['Qwen/Qwen3.6-35B-A3B', 6.01, 131072, 'fp8', 569878, 4.35],
    ['Qwen/Qwen3.6-35B-A3B', 5.98, 131072, 'fp8', 567978, 4.33],
  ])(
    '%s with %f GiB at %d tokens in %s: the log of a real server says %d',
    (model, gib, maxModelLen, kvCacheDtype, tokens, concurrency) => {
      const { memory } = planFor({
        model,
        accelerator: 'H100-SXM',
        parallelism: { tensor: 1 },
        engine: { maxModelLen, kvCacheDtype },
        measured: { kvCacheGiBPerGpu: gib },
      });
      expect(memory.kvCacheTokens).toBe(tokens);
      expect(memory.maxConcurrency).toBeCloseTo(concurrency, 2);
    },
  );

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

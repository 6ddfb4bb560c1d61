import { resolveEngine } from '../../src/capacity/engine-settings';
import { type BlockPool, blockPool, blocksFor } from '../../src/capacity/kv-blocks';
import { concurrencyAt, GIB } from '../../src/capacity/memory';
import { modelById } from '../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../src/facts/model/geometry';
import { planFor } from '../../src/plan/plan-for';

const h200 = { id: 'H200', architecture: 'hopper', memoryGiB: 139.8 } as Parameters<
  typeof resolveEngine
>[1];
const flash = modelById('deepseek-ai/DeepSeek-V4-Flash') as ModelGeometry;

function pool(version: string, maxNumBatchedTokens = 8192): BlockPool {
  const engine = resolveEngine({ version, maxNumBatchedTokens }, h200, undefined, flash);
  const options = { tensor: 2, pipeline: 1, decodeContext: 1, kvBytes: 1 };
  return blockPool(flash, { ...options, latentLayout: 'fp8_ds_mla' }, engine, 20 * GIB);
}

// Pages of 64 entries 37,440, of 2 entries 1,728, of 64 indexer keys 8,640: 576-byte multiples.
const wholeGroup = 21 * 37440 + 20 * 1728 + 21 * 8640;

test('DeepSeek-V4 keeps the context, two halves of its windows and two kinds of compressor', () => {
  expect(pool('0.25.1').groups.map(({ blockSize, window }) => [blockSize, window])).toEqual([
    [256, undefined],
    [64, 128],
    [64, 128],
    [4, 8],
    [8, 128],
  ]);
});

test('a block is columns of equal depth, then packed columns, then as wide as its widest group', () => {
  expect(pool('0.21.0').blockBytes).toBe(22 * (37440 + 1728 + 8640));
  expect(pool('0.25.1').blockBytes).toBe(22 * 37440 + 20 * 1728 + 21 * 8640);
  expect(pool('0.32.0').blockBytes).toBe(wholeGroup);
});

test('a prefill passes through pages of a few tokens, so batched tokens size a sequence', () => {
  // 128 of the context; (127 + 8,192) / 64, / 8 and (7 + 8,192) / 4, each with one more.
  const pages = [128, 131, 131, 2051, 1041];
  expect(blocksFor(pool('0.32.0', 4096), 32768)).toBe(128 + 131 + 131 + 2051 + 1041);
  const bytes = [wholeGroup, 22 * 37440, 21 * 37440, 21 * (37440 + 8640), 20 * 37440];
  const sum = bytes.reduce((total, each, group) => total + each * pages[group], 0);
  expect(blocksFor(pool('0.25.1'), 32768)).toBe(Math.ceil(sum / wholeGroup));
});

test('a start-up log of 0.25.0 on two RTX PRO 6000 says 2.30 sequences of 131,072 tokens', () => {
  const { memory } = planFor({
    model: 'deepseek-ai/DeepSeek-V4-Flash',
    accelerator: 'H200',
    parallelism: { tensor: 2 },
    engine: { version: '0.25.0', maxModelLen: 131072 },
    measured: { kvCacheGiBPerGpu: 7.75 },
  });
  expect(memory.maxConcurrency).toBeCloseTo(2.3, 2);
  // The log says 301,529; 7.75 GiB are rounded.
  expect(Math.abs(memory.kvCacheTokens / 301529 - 1)).toBeLessThan(0.001);
});

test('drafting adds a window, which the second half of the windows has room for', () => {
  const engine = resolveEngine({ version: '0.25.1' }, h200, undefined, flash);
  const options = { tensor: 2, pipeline: 1, decodeContext: 1, kvBytes: 1, draft: true };
  const drafting = blockPool(flash, { ...options, latentLayout: 'fp8_ds_mla' }, engine, 20 * GIB);
  expect(drafting.blockBytes).toBe(pool('0.25.1').blockBytes);
  expect(concurrencyAt(drafting, 32768)).toBeLessThan(concurrencyAt(pool('0.25.1'), 32768));
});

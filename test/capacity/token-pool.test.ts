import { resolveEngine } from '../../src/capacity/engine-settings';
import { blockPool, blocksFor } from '../../src/capacity/kv-blocks';
import { GIB } from '../../src/capacity/memory';
import { modelById } from '../../src/facts/model/catalogue';
import type { ModelGeometry } from '../../src/facts/model/geometry';

const l4 = { id: 'L4', architecture: 'ada', memoryGiB: 22.35 } as Parameters<
  typeof resolveEngine
>[1];

function pool(name: string, id: string, gib: number, tensor = 1) {
  const engine = { ...resolveEngine({}, l4), name };
  const options = { tensor, pipeline: 1, decodeContext: 1, kvBytes: 2 };
  return blockPool(modelById(id) as ModelGeometry, options, engine, gib * GIB);
}

test('SGLang hands out single tokens: 2.84 GiB for a rank of QwQ-32B are 46,530 of them', () => {
  const { blocks, blockSize, blockBytes } = pool('sglang', 'Qwen/Qwen2.5-32B-Instruct', 2.84, 4);
  expect([blocks, blockSize, blockBytes]).toEqual([46530, 1, 65536]);
});

test('TensorRT-LLM hands out blocks of 32 tokens', () => {
  const { blocks, blockSize } = pool('tensorrt-llm', 'meta-llama/Llama-3.1-8B', 1);
  expect([blocks, blockSize]).toEqual([256, 32]);
});

test('SGLang gives sliding layers 0.8 of the tokens', () => {
  const { blockBytes } = pool('sglang', 'openai/gpt-oss-20b', 1);
  expect(blockBytes).toBe(12 * 2048 + 12 * 2048 * 0.8);
});

test('SGLang keeps 0.9 of what the tokens get for states', () => {
  const { blocks, blockBytes } = pool('sglang', 'Qwen/Qwen3.6-27B', 19);
  expect(blockBytes).toBe(16 * 4096);
  expect(blocks).toBe(Math.floor((19 * GIB) / 1.9 / 65536));
});

test('an entry of DeepSeek-V4 counts for the tokens it stands for, beside a tenth in windows', () => {
  const { blockBytes } = pool('sglang', 'deepseek-ai/DeepSeek-V4-Flash', 20);
  // 21 layers share 1,024 + 64 bytes between 4 tokens, 20 share 1,024 between 128.
  expect(blockBytes).toBeCloseTo(21 * (1088 / 4) + 20 * (1024 / 128) + 43 * 102.4, 6);
});

test('a sequence takes its tokens', () => {
  expect(blocksFor(pool('sglang', 'meta-llama/Llama-3.1-8B', 1), 1000)).toBe(1000);
});

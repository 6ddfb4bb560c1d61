import { defaultCaptureSizes } from '../../../src/engines/vllm/graphs';

const sizes = (version: string, change: object = {}) =>
  defaultCaptureSizes(version, {
    maxNumSeqs: 256,
    maxNumBatchedTokens: 8192,
    speculativeTokens: 0,
    architecture: 'hopper',
    ...change,
  });

test('the list has 51 sizes up to 512: eight apart, and sixteen apart from 256 on', () => {
  const list = sizes('0.32.0');
  expect(list).toHaveLength(51);
  expect(list.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
  expect(list).toEqual(expect.arrayContaining([248, 256, 272, 512]));
  expect(list).not.toContain(264);
});

test('vLLM 0.11 captures every eighth size, 67 of them', () => {
  expect(sizes('0.11.0')).toHaveLength(67);
  expect(sizes('0.11.0')).toContain(264);
});

test('the largest is twice the sequences, with their drafts, and at most what a step holds', () => {
  const largest = (change: object) => Math.max(...sizes('0.32.0', change));
  expect(largest({ maxNumSeqs: 64 })).toBe(128);
  expect(largest({ maxNumSeqs: 64, speculativeTokens: 1 })).toBe(256);
  expect(largest({ maxNumSeqs: 1024 })).toBe(512);
  expect(largest({ maxNumBatchedTokens: 32 })).toBe(32);
  expect(sizes('0.32.0', { maxNumSeqs: 1 })).toEqual([1, 2]);
});

test('Blackwell captures up to 1,024 from 0.28 on', () => {
  const blackwell = { maxNumSeqs: 1024, architecture: 'blackwell-ultra' };
  expect(Math.max(...sizes('0.28.0', blackwell))).toBe(1024);
  expect(Math.max(...sizes('0.24.0', blackwell))).toBe(512);
});

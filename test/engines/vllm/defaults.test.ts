import { engineDefaults } from '../../../src/engines/vllm/defaults';

test.each([
  ['0.32.0', 'L4', 22.35, 256, 2048],
  ['0.32.0', 'A100-80GB-SXM', 79.2, 256, 2048],
  ['0.32.0', 'NVIDIA-A100-SXM4-80GB', 79.2, 256, 2048],
  ['0.32.0', 'H100-SXM', 79.18, 1024, 8192],
  ['0.32.0', 'H200-SXM', 139.8, 1024, 8192],
  ['0.32.0', 'B200', 178.4, 1024, 16384],
  ['0.27.0', 'B200', 178.4, 1024, 8192],
])(
  'on %s, %s with %d GiB runs %d sequences in steps of %d tokens',
  (version, id, memoryGiB, maxNumSeqs, maxNumBatchedTokens) => {
    expect(engineDefaults(version, { id, memoryGiB })).toMatchObject({
      maxNumSeqs,
      maxNumBatchedTokens,
    });
  },
);

test('the first engine prefills whole prompts, on ROCm until 0.10', () => {
  const tokens = (version: string, vendor: string, maxModelLen?: number) =>
    engineDefaults(version, { id: 'GPU', memoryGiB: 192, vendor }, maxModelLen).maxNumBatchedTokens;
  expect(tokens('0.7.2', 'nvidia', 32768)).toBe(32768);
  expect(tokens('0.7.2', 'nvidia', 1024)).toBe(2048);
  expect(tokens('0.9.2', 'nvidia', 131072)).toBe(8192);
  expect(tokens('0.9.2', 'amd', 131072)).toBe(131072);
  expect(tokens('0.10.0', 'amd', 131072)).toBe(8192);
});

test.each([
  ['0.18.1', 0.9],
  ['0.20.2', 0.9],
  ['0.21.0', 0.92],
  ['0.32.0', 0.92],
])('%s takes %d of the memory', (version, utilization) => {
  const defaults = engineDefaults(version, { id: 'L4', memoryGiB: 22.35 });
  expect(defaults.gpuMemoryUtilization).toBe(utilization);
});

test('prefix caching is on and a block holds 16 tokens', () => {
  const defaults = engineDefaults('0.32.0', { id: 'L4', memoryGiB: 22.35 });
  expect(defaults).toMatchObject({ blockSize: 16, prefixCaching: true });
});

import { releaseOf } from '../../src/engines/release';

test.each([
  ['0.32.0', '0.32.0'],
  ['0.18', '0.18'],
  ['v0.11.0', '0.11.0'],
  ['V0.11.0', '0.11.0'],
  ['0.10.1.1', '0.10.1'],
  ['0.6.6.post1', '0.6.6'],
  ['0.5.8+', '0.5.8'],
  ['0.26.1rc1.dev608+g99a10304d', '0.26.1'],
  ['0.13.0+faa43dbf.nv26.01', '0.13.0'],
  ['NIM 1.8.0', '1.8.0'],
  ['lmsysorg/sglang:v0.5.6', '0.5.6'],
  ['container vllm/vllm-openai:v0.19.0', '0.19.0'],
  ['rocm/vllm:rocm7.0.0_vllm_0.10.2_20251006', '0.10.2'],
  ['0.9.3.dev6+gca66cbff0 (qwen3_omni fork, V0)', '0.9.3'],
])('%s leads to release %s', (version, release) => {
  expect(releaseOf(version)).toBe(release);
});

test.each([
  'nightly',
  'nightly (container vllm/vllm-openai:nightly, run 2026-02-16/17)',
  'nightly-dev-cu13-20260721-8905cbd4 (dynamo-sglang)',
  'lmsysorg/sglang:latest (Sep 2025)',
  'main branch',
  'dev 2025-01-30 (V1)',
  '0.1.dev16678+gd99ffa034',
  'nvcr.io/nvidia/vllm:25.09-py3',
  'V1',
  '',
])('%s names no release', (version) => {
  expect(releaseOf(version)).toBeUndefined();
});

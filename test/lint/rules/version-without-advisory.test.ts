import { versionWithoutAdvisory as rule } from '../../../src/lint/rules/version-without-advisory';
import { chat, severities, told } from './told';

test.each([
  ['vllm/vllm-openai:v0.32.0', []],
  ['vllm/vllm-openai:v0.30.0', []],
  ['vllm/vllm-openai:v0.24.0', ['warning']],
  ['vllm/vllm-openai:v0.14.0', ['error']],
  ['registry.example.com/mirror/vllm/vllm-openai:v0.14.0-x86', ['error']],
  ['registry.example.com/vllm:0.14.0', ['error']],
  // Whose fixes are in such a build is not known.
  ['acme/vllm:0.14.0-patched3', ['info']],
  ['vllm/vllm-openai:latest', []],
  ['vllm/vllm-openai@sha256:5b4a1f3e6d2c9087a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718', []],
  ['ghcr.io/llm-d/llm-d-cuda:v0.6.0', []],
])('%s: %j', (image, found) => {
  expect(severities(rule, [chat({ image })])).toEqual(found);
});

test('code of whoever sends a request comes before that of a model', () => {
  const [line] = told(rule, [chat({ image: 'vllm/vllm-openai:v0.13.0' })]);
  expect(line).toContain('CVE-2026-22778 (code execution by a video in a request)');
  const [later] = told(rule, [chat({ image: 'vllm/vllm-openai:v0.17.0' })]);
  expect(later).toContain('CVE-2026-27893 (model code runs without trust-remote-code)');
});

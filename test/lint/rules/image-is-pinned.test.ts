import { imageIsPinned as rule } from '../../../src/lint/rules/image-is-pinned';
import { chat, severities } from './told';

test.each([
  ['vllm/vllm-openai', ['warning']],
  ['vllm/vllm-openai:latest', ['warning']],
  ['vllm/vllm-openai:nightly', ['warning']],
  ['lmcache/vllm-openai:latest-nightly', ['warning']],
  ['localhost:5000/vllm', ['warning']],
  ['registry.example.com/team/vllm-0.17.1-cuda12', ['info']],
  ['vllm/vllm-openai:v0.32.0', []],
  [
    'vllm/vllm-openai:latest@sha256:5b4a1f3e6d2c9087a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718',
    [],
  ],
  ['"$(IMAGE)"', []],
  ['"<image>"', []],
])('%s: %j', (image, found) => {
  expect(severities(rule, [chat({ image })])).toEqual(found);
});

test('an image of two containers is told once', () => {
  const pod =
    "initContainers: [{ name: get, image: 'tools:latest' }, { name: set, image: 'tools:latest' }]";
  expect(severities(rule, [chat({ pod })])).toEqual(['warning']);
});

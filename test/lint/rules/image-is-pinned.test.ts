import { readFiles } from '../../../src/lint/read/read';
import { imageIsPinned as rule } from '../../../src/lint/rules/image-is-pinned';
import { chat, severities, told } from './told';

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
  ['"<image>"', ['info']],
  ['IMAGE_NAME', ['info']],
  ['replaced-by-kustomize', ['info']],
  ['"<registry>/vllm:latest"', []],
])('%s: %j', (image, found) => {
  expect(severities(rule, [chat({ image })])).toEqual(found);
});

test('an image of two containers is told once', () => {
  const pod =
    "initContainers: [{ name: get, image: 'tools:latest' }, { name: set, image: 'tools:latest' }]";
  expect(severities(rule, [chat({ pod })])).toEqual(['warning']);
});

test('a placeholder is told once, and what stands beside it is no last word', () => {
  const pod = 'initContainers: [{ name: get, image: tools }]';
  const open = chat({ image: 'replaced-by-kustomize', pod });
  const [first, ...others] = told(rule, [open, open.replaceAll('chat', 'other')]);
  expect(first).toContain(
    "info spec.template.spec.initContainers.0.image: 'tools' names no tag, which is latest: two pods of one fleet may differ (this file has placeholders that are filled in later)",
  );
  expect(others.filter((line) => line.includes('is not filled in'))).toHaveLength(1);
});

test.each([
  ['images: [{ name: vllm/vllm-openai, newTag: v0.32.0 }]', 'kustomization.yaml', 'info'],
  ['images: [{ name: other, newTag: v0.32.0 }]', 'kustomization.yaml', 'warning'],
  [
    'images: [{ name: vllm/vllm-openai, newTag: v0.32.0 }]',
    'elsewhere/kustomization.yaml',
    'warning',
  ],
  ['resources: [../base]\nimages: [{ name: vllm/vllm-openai }]', 'prod/kustomization.yaml', 'info'],
])('%s in %s: %s', (text, file, severity) => {
  const base = { file: 'base/chat.yaml', text: chat({ image: 'vllm/vllm-openai:latest' }) };
  const { view } = readFiles([base, { file, text }]);
  expect(rule.check(view).map((each) => each.severity)).toEqual([severity]);
});

import { readFiles } from '../../../src/lint/read/read';
import { serviceNameSparesEngine as rule } from '../../../src/lint/rules/service-name-spares-engine';
import { chat, severities } from './told';

const service = (name: string, more = '') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: llm }
spec: { selector: { app: chat }, ports: [{ port: 8000 }]${more} }
`;
const env = (value: string) => `env: [{ name: VLLM_PORT, value: "${value}" }]`;

test.each([
  ['vllm', '', {}, ['error']],
  ['vllm', '', { pod: 'enableServiceLinks: false' }, []],
  // What the manifest says goes before what Kubernetes adds.
  ['vllm', '', { container: env('8004') }, []],
  ['vllm', ', clusterIP: None', {}, []],
  ['vllm-chat', '', {}, []],
  [
    'vllm',
    '',
    { image: 'lmsysorg/sglang:v0.5.18', command: '[python3, -m, sglang.launch_server]' },
    [],
  ],
  ['chat', '', { container: env('8000') }, ['warning']],
])('a Service named %s%s and %j: %j', (name, more, parts, found) => {
  expect(severities(rule, [chat(parts), service(name, more)])).toEqual(found);
});

test.each([
  ['nameSuffix: -prod', [['info', expect.stringContaining('(kustomization.yaml may change it)')]]],
  ['commonLabels: { a: b }', [[undefined, expect.stringContaining('vLLM dies at start')]]],
])('a name under a Kustomization with %s', (text, found) => {
  const { view } = readFiles([
    { file: 'base/chat.yaml', text: [chat(), service('vllm')].join('\n---\n') },
    { file: 'kustomization.yaml', text },
  ]);
  expect(rule.check(view).map(({ severity, message }) => [severity, message])).toEqual(found);
});

test('a namespace that is filled in later is no last word', () => {
  const open = [chat(), service('vllm')].map((each) =>
    each.replaceAll('namespace: llm', 'namespace: replaced-by-kustomize'),
  );
  expect(severities(rule, open)).toEqual(['info']);
});

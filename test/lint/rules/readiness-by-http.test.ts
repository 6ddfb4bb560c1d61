import { readinessByHttp as rule } from '../../../src/lint/rules/readiness-by-http';
import { chat, severities, told } from './told';

const TCP = 'readinessProbe: { tcpSocket: { port: http } }';

test.each([
  ['vllm/vllm-openai:v0.32.0', '[vllm, serve, /m]', ['info']],
  ['lmsysorg/sglang:v0.5.18', '[python3, -m, sglang.launch_server, --model-path, /m]', ['warning']],
  ['ghcr.io/ggml-org/llama.cpp:server', '[llama-server, -m, /m.gguf]', ['error']],
  ['ghcr.io/huggingface/text-generation-inference:3.0', '[text-generation-launcher]', []],
])('an open port of %s: %j', (image, command, found) => {
  expect(severities(rule, [chat({ image, command, container: TCP })])).toEqual(found);
});

test.each([
  ['/health', []],
  ['/v1/models', []],
  ['/healthz', ['error']],
  ['/', ['error']],
])('vLLM asked for %s: %j', (path, found) => {
  const container = `readinessProbe: { httpGet: { path: ${path}, port: http } }`;
  expect(severities(rule, [chat({ container })])).toEqual(found);
});

test('a startup probe keeps requests away while the model loads', () => {
  const container = 'startupProbe: { httpGet: { path: /health, port: http } }';
  expect(told(rule, [chat({ container })])).toEqual([]);
});

test('a server that nobody knows counts only behind a Service', () => {
  const unknown = { image: 'acme/inference:1', command: '[serve]' };
  const container = 'env: [{ name: HF_TOKEN, valueFrom: { secretKeyRef: { name: h, key: t } } }]';
  const service = `
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: llm }
spec: { selector: { app: chat }, ports: [{ port: 80, targetPort: http }] }
`;
  expect(severities(rule, [chat({ ...unknown, container })])).toEqual([]);
  expect(severities(rule, [chat({ ...unknown, container }), service])).toEqual(['warning']);
  expect(severities(rule, [chat(unknown), service])).toEqual(['info']);
});

test('controllers of serving resources add probes', () => {
  const service = `
apiVersion: serving.kserve.io/v1alpha1
kind: LLMInferenceService
metadata: { name: chat }
spec:
  model: { uri: hf://Qwen/Qwen3-8B }
  template: { containers: [{ name: main, resources: { limits: { nvidia.com/gpu: 1 } } }] }
`;
  expect(told(rule, [service])).toEqual([]);
});

test.each([
  ['startup', 'killed before it serves'],
  ['readiness', 'never becomes Ready'],
  ['liveness', 'restarted again and again'],
])('%sProbe of a path that vLLM does not have', (kind, effect) => {
  const container = (port: number) =>
    `startupProbe: { tcpSocket: { port: 8000 } }\n${kind}Probe: { httpGet: { path: /healthz, port: ${port} } }`.replace(
      /^startupProbe.*\n(?=startup)/,
      '',
    );
  const [line] = told(rule, [chat({ container: container(8000) })]);
  expect(line).toContain(`error spec.template.spec.containers.0.${kind}Probe.httpGet.path`);
  expect(line).toContain(effect);
  // Another process may have it.
  expect(told(rule, [chat({ container: container(9100) })])).toEqual([]);
});

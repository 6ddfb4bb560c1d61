import { noDevelopmentEndpoints as rule } from '../../../src/lint/rules/no-development-endpoints';
import { chat, severities, told } from './told';

test.each([
  ['VLLM_SERVER_DEV_MODE', '1', ['error']],
  ['VLLM_SERVER_DEV_MODE', '0', []],
  ['VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'True', ['warning']],
  ['VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'false', []],
])('%s of %s: %j', (name, value, found) => {
  const container = `env: [{ name: ${name}, value: "${value}" }]`;
  expect(severities(rule, [chat({ container })])).toEqual(found);
});

const service = (type: string, port: string) => `
apiVersion: v1
kind: Service
metadata: { name: head, namespace: llm }
spec: { type: ${type}, selector: { ray.io/node-type: head }, ports: [{ ${port} }] }
`;

test.each([
  ['LoadBalancer', 'name: dashboard, port: 8265', ['error']],
  ['NodePort', 'port: 80, targetPort: 8265', ['error']],
  ['LoadBalancer', 'name: client, port: 10001', ['error']],
  ['ClusterIP', 'name: dashboard, port: 8265', []],
  // A Redis of somebody's.
  ['LoadBalancer', 'name: redis, port: 6379', []],
  ['LoadBalancer', 'name: serve, port: 8000', []],
])('a %s with %s: %j', (type, port, found) => {
  expect(severities(rule, [service(type, port)])).toEqual(found);
});

test.each([
  ['RayCluster', 'headGroupSpec: { serviceType: LoadBalancer }'],
  ['RayService', 'rayClusterConfig: { headGroupSpec: { serviceType: NodePort } }'],
])('the head of a %s is a Service too', (kind, spec) => {
  const [line] = told(rule, [
    `apiVersion: ray.io/v1\nkind: ${kind}\nmetadata: { name: ray }\nspec: { ${spec} }`,
  ]);
  expect(line).toContain(`${kind} 'ray' opens its dashboard to the outside`);
});

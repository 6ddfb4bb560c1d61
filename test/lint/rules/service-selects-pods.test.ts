import { serviceSelectsPods as rule } from '../../../src/lint/rules/service-selects-pods';
import { chat, told } from './told';

const service = (selector: string, more = '', name = 'chat', target = '8000') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: llm }
spec: { selector: { ${selector} }, ports: [{ port: 80, targetPort: ${target} }]${more} }
`;

test.each([
  ['app: chat', '', 'chat', ''],
  ['app: chatt', '', 'chat', "the pods of Deployment 'chat' say app: chat"],
  ['app: chatt', '', 'front', 'it leads nowhere'],
  // Meant for another workload, which is not here.
  ['app: router', '', 'router', ''],
  ['app: chat2', '', 'chat2', ''],
  ['app: chatt, tier: web', '', 'chat', ''],
  ['app: chatt', ', clusterIP: None', 'chat', ''],
  ['app: chatt', ', type: ExternalName, externalName: a.example', 'chat', ''],
  ['apps.kubernetes.io/pod-index: "0"', '', 'chat', ''],
])('a selector of %s%s, of the name %3$s', (selector, more, name, words) => {
  const [line = ''] = told(rule, [chat(), service(selector, more, name)]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

test('pods of whatever workload count', () => {
  const other = chat({ image: 'nginx:1.27', command: '[nginx]', gpus: 0 }).replaceAll(
    'chat',
    'chatt',
  );
  expect(told(rule, [chat(), other, service('app: chatt')])).toEqual([]);
});

test('a server that another Service leads to is not meant', () => {
  expect(told(rule, [chat(), service('app: chat'), service('app: chatt', '', 'old')])).toEqual([]);
});

test.each([
  ['http', ''],
  ['api', "leads to a port named 'api', which no container of Deployment 'chat' has"],
])('a targetPort of %s', (target, words) => {
  const [line = ''] = told(rule, [chat(), service('app: chat', '', 'chat', target)]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

test('a port of a sidecar is one of the pod', () => {
  const pod =
    "initContainers: [{ name: proxy, image: 'proxy:1', restartPolicy: Always, ports: [{ name: api, containerPort: 8443 }] }]";
  expect(told(rule, [chat({ pod }), service('app: chat', '', 'chat', 'api')])).toEqual([]);
});

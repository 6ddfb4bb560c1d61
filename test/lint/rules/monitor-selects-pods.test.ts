import { monitorSelectsPods as rule } from '../../../src/lint/rules/monitor-selects-pods';
import { chat, severities, told } from './told';

const monitor = (kind: string, selector: string, endpoint: string, name = 'chat') => `
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: ${name}, namespace: llm }
spec:
  selector: { matchLabels: { ${selector} } }
  ${kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints'}: [{ ${endpoint} }]
`;
const service = (labels: string, name = 'chat') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: llm, labels: { ${labels} } }
spec: { selector: { app: chat }, ports: [{ name: web, port: 80, targetPort: http }] }
`;

test.each([
  ['port: http', ''],
  ['port: metrics', "no port of the pod is named 'metrics'"],
  ['portNumber: 8000', ''],
  [
    'port: http, path: /prometheus',
    "vllm shows its metrics under '/metrics', and this asks for '/prometheus'",
  ],
  ['port: http, path: metrics', ''],
  // Another process, of which nothing is known.
  ['portNumber: 9100, path: /probe', ''],
])('a PodMonitor with %s: %s', (endpoint, words) => {
  const [line = ''] = told(rule, [chat(), monitor('PodMonitor', 'app: chat', endpoint)]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

test.each([
  ['port: web', []],
  // That is the name of the container's port.
  ['port: http', ['error']],
])('a ServiceMonitor with %s: %j', (endpoint, found) => {
  const documents = [
    chat(),
    service('app: chat'),
    monitor('ServiceMonitor', 'app: chat', endpoint),
  ];
  expect(severities(rule, documents)).toEqual(found);
});

test('a ServiceMonitor looks at labels of the Service, and not of the pods', () => {
  expect(
    told(rule, [chat(), service(''), monitor('ServiceMonitor', 'app: chat', 'port: web')]),
  ).toEqual([
    "error spec.selector.matchLabels: ServiceMonitor 'chat' does not select a Service of Deployment 'chat' (none is labelled app: chat): nothing of it is scraped",
  ]);
});

test('a label of the release is meant for the only Service of the file', () => {
  const lost = monitor('ServiceMonitor', 'release: mine', 'port: web');
  expect(severities(rule, [chat(), service(''), lost])).toEqual(['error']);
  const router = service('release: mine', 'router').replace('app: chat', 'app: router');
  expect(severities(rule, [chat(), service(''), router, lost])).toEqual([]);
});

test('a monitor of something else says nothing', () => {
  const other = monitor('PodMonitor', 'app: router', 'port: http', 'router');
  const router = chat({ image: 'nginx:1.27', command: '[nginx]', gpus: 0 }).replaceAll(
    'chat',
    'router',
  );
  expect(told(rule, [chat(), router, other])).toEqual([]);
});

test('SGLang shows metrics only when it is told to', () => {
  const command = '[python3, -m, sglang.launch_server, --model-path, /m';
  const scraped = (more: string) =>
    severities(rule, [
      chat({ image: 'lmsysorg/sglang:v0.5.18', command: `${command}${more}]` }),
      monitor('PodMonitor', 'app: chat', 'port: http'),
    ]);
  expect(scraped('')).toEqual(['error']);
  expect(scraped(', --enable-metrics')).toEqual([]);
});

test.each([
  ['', "it looks in namespace 'monitoring', and they are in 'llm'"],
  ['namespaceSelector: { matchNames: [other] }', "it looks in namespace 'other'"],
  ['namespaceSelector: { matchNames: [llm] }', ''],
  ['namespaceSelector: { any: true }', ''],
])('a monitor of another namespace with "%s"', (more, words) => {
  const away = `${monitor('PodMonitor', 'app: chat', 'port: http').replace('namespace: llm', 'namespace: monitoring')}  ${more}`;
  const [line = ''] = told(rule, [chat(), away]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

test('a monitor of another namespace is meant for what is there', () => {
  const away = monitor('PodMonitor', 'app: chat', 'port: http').replace('llm', 'other');
  expect(told(rule, [chat(), chat().replace('llm', 'other'), away])).toEqual([]);
});

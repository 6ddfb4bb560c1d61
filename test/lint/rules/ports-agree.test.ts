import { portsAgree as rule } from '../../../src/lint/rules/ports-agree';
import { chat, told } from './told';

const serve = (...more: string[]) =>
  `[${['vllm', 'serve', '/models/qwen3-8b', ...more].join(', ')}]`;
const probe = (port: number | string, name = 'readinessProbe') =>
  `${name}: { httpGet: { path: /health, port: ${port} } }`;
const service = (ports: string, more = '') => `
apiVersion: v1
kind: Service
metadata: { name: chat, namespace: llm }
spec: { selector: { app: chat }, ports: [${ports}]${more} }
`;

test.each([
  ['8000 with the usual port', serve(), probe(8000), ''],
  ['9000 with the usual port', serve(), probe(9000), 'listens on 8000 (its default, 8000)'],
  ['a named port', serve('--port=9000'), probe('http'), 'readinessProbe asks on port 8000'],
  ['only liveness', serve('--port=9000'), probe(8000, 'livenessProbe'), 'restarted again'],
  ['a name that is not there', serve('--port=9000'), probe('web'), ''],
  ['a port from a variable', serve("'--port=$(WEB)'"), probe(8080), ''],
  ['flags from a variable', serve("'$(FLAGS)'"), probe(8080), ''],
  ['flags from a file', serve('--config=/etc/vllm.yaml'), probe(8080), ''],
  ['a rank of its own', serve('--port=9000', '--data-parallel-size=4'), probe(9003), ''],
  ['an engine of several ports', '[tritonserver, --http-port=9000]', probe(8000), ''],
])('a probe of %s', (_, command, container, words) => {
  const [line = ''] = told(rule, [chat({ command, container })]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

test('what a sidecar may answer is not judged', () => {
  const moved = { command: serve('--port=8200'), container: probe(8000) };
  const proxy = (ports: string) =>
    `initContainers: [{ name: proxy, image: 'proxy:1.2', restartPolicy: Always${ports} }]`;
  expect(
    told(rule, [chat({ ...moved, pod: proxy(', ports: [{ containerPort: 8000 }]') })]),
  ).toEqual([]);
  expect(told(rule, [chat({ ...moved, pod: proxy('') })])).toEqual([]);
  expect(
    told(rule, [chat({ ...moved, pod: proxy(', ports: [{ containerPort: 9100 }]') })]),
  ).toHaveLength(1);
});

test('a script that starts a second server is not judged', () => {
  const command = '[sh, -c, "nginx & exec vllm serve /models/qwen3-8b --port 9000"]';
  expect(told(rule, [chat({ command, container: probe(8000) })])).toEqual([]);
});

test.each([
  ['{ port: 80, targetPort: 9000 }', '', ''],
  ['{ port: 80, targetPort: 8000 }', '', 'leads to port 8000, and'],
  ['{ port: 80, targetPort: http }', '', "leads to port 'http', which is 8000, and"],
  ['{ port: 8000 }', '', 'every request is refused'],
  // One way in is enough.
  ['{ port: 80, targetPort: 9000 }, { name: old, port: 81, targetPort: 8000 }', '', ''],
  ['{ port: 8000 }', ', clusterIP: None', ''],
])('a Service of %s%s before port 9000', (ports, more, words) => {
  const [line = ''] = told(rule, [
    chat({ command: serve('--port', "'9000'") }),
    service(ports, more),
  ]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

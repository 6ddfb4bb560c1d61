import { Example } from '../world/example';
import { EngineFleet } from './fleet';
import { constant } from './load';
import { type FleetServer, serveFleet } from './server';

const { request } = Example.of('chat-70b').service;
const leader = {
  namespace: 'serving',
  service: 'chat',
  role: 'leader',
  phase: 'Running',
  isTerminating: false,
};

let server: FleetServer;

beforeAll(async () => {
  const fleet = new EngineFleet();
  fleet.serve({ namespace: 'serving', name: 'chat', request, rate: constant(1) });
  fleet.observe([
    { ...leader, name: 'chat-0', uid: 'a', isReady: true },
    { ...leader, name: 'chat-1', uid: 'b', isReady: false },
  ]);
  server = await serveFleet(fleet);
});

afterAll(() => server.close());

const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

test('a pod answers with its metrics, in the format Prometheus asks for', async () => {
  const answer = await get('/pods/serving/chat-0/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await answer.text()).toContain('# TYPE vllm:num_requests_running gauge\n');
});

test('a pod that loads its model, or is not there, answers nothing at all', async () => {
  for (const name of ['chat-1', 'chat-9']) {
    await expect(get(`/pods/serving/${name}/metrics`)).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
  }
});

test('kube-state-metrics answers beside the pods', async () => {
  const answer = await get('/kube-state-metrics/metrics');
  expect(await answer.text()).toContain('kube_pod_status_ready{condition="true"');
});

test('any other path is not found', async () => {
  expect((await get('/metrics')).status).toBe(404);
});

test('a closed server no longer listens', async () => {
  const other = await serveFleet(new EngineFleet());
  await other.close();
  await expect(fetch(`http://127.0.0.1:${other.port}/`)).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
});

import { container } from './manifests';
import { lifecycleHook } from './own-hook';

const hook = (preStop: object) =>
  container(`image: vllm/vllm-openai\nlifecycle: ${JSON.stringify({ preStop })}`).preStop;
const shell = (script: string) => hook({ exec: { command: ['/bin/sh', '-c', script] } });

test('a sleep takes what it says', () => {
  expect(hook({ sleep: { seconds: 30 } })).toMatchObject({
    kind: 'sleep',
    leastSeconds: 30,
    mostSeconds: 30,
  });
});

test('a request has no end but that of the server', () => {
  const seen = hook({ httpGet: { path: '/drain', port: 8000 } });
  expect(seen).toMatchObject({ kind: 'http', leastSeconds: 0, calls: ['/drain'] });
  expect(seen?.mostSeconds).toBeUndefined();
});

test.each([
  ['sleep 30', 30, 30],
  ['sleep 1m 5', 65, 65],
  ['sleep 5; curl -X POST localhost:8000/x; sleep 600', 605, 605],
  ['sleep $' + '{WAIT:-20}', 20, 20],
  ['for i in $(seq 1 10); do sleep 2; done', 20, 20],
  ['for i in {1..10}; do idle && break; sleep 2; done', 0, 20],
  ['sleep 5; while busy; do sleep 1; done', 5, undefined],
  ['timeout 300 sh -c "while busy; do sleep 1; done"', 0, 300],
  ['i=0; while [ $i -lt 60 ]; do sleep 5; i=$((i+5)); done', 0, 60],
  ['i=0; until [ $i -ge 60 ]; do sleep 5; i=$((i+1)); done', 0, 300],
  ['end=$(($(date +%s) + 120)); while [ $(date +%s) -lt $end ]; do sleep 1; done', 0, 120],
  ['if busy; then sleep 10; fi; sleep 5', 5, 15],
  ['sleep 15; for i in $(seq 40); do if idle; then sleep 3; exit 0; fi; sleep 1; done', 15, 58],
  ['for i in $(seq 40); do idle && sleep 3 && break; sleep 2; done', 0, 83],
  ['for i in $(seq 40); do sleep 2; idle && break; done', 0, 80],
  ['if slow; then sleep 7; fi; for i in $(seq 40); do idle && break; sleep 1; done', 0, 47],
  ['for i in $(seq 4); do if a; then sleep 5; else sleep 3; fi; idle && exit; done', 0, 32],
  ['kill -TERM 1', 0, 0],
])('%s', (script, least, most) => {
  const seen = shell(script);
  expect([seen?.leastSeconds, seen?.mostSeconds]).toEqual([least, most]);
});

test('calls are those of the own server, by whatever client', () => {
  expect(shell('curl -X POST http://localhost:8000/shutdown; wget 127.0.0.1/a')?.calls).toEqual([
    '/shutdown',
    '/a',
  ]);
  expect(shell('curl http://$POD_IP:8000/x; curl http://other:8000/y')?.calls).toEqual(['/x']);
  const python = ['python3', '-c', 'c.request("POST", "/sleep"); import time; time.sleep(3)'];
  expect(hook({ exec: { command: python } })).toMatchObject({
    calls: ['/sleep'],
    leastSeconds: 3,
    mostSeconds: 3,
  });
});

test.each([
  ['sleep(15)\nfor i in range(60):\n  if idle():\n    sleep(2)\n    break\n  sleep(1)', 15, 77],
  ['for i in range(30): sleep(2)', 0, 60],
  ['if slow():\n  sleep(5)\nsleep(1)', 1, 6],
  ['def turn():\n  sleep(2)\nfor i in range(30):\n  turn()', 0, 60],
])('Python: %j', (script, least, most) => {
  const seen = hook({ exec: { command: ['python3', '-c', script] } });
  expect([seen?.leastSeconds, seen?.mostSeconds]).toEqual([least, most]);
});

test('a hook that reads gauges is known by their names', () => {
  const polls =
    'while curl -s localhost:8000/metrics | grep vllm:num_requests_running; do sleep 1; done';
  expect(shell(polls)).toMatchObject({ pollsGauges: true, calls: ['/metrics'] });
  expect(shell('sleep 5')?.pollsGauges).toBe(false);
});

test('our own hooks take at least the propagation and at most their bound more', () => {
  const { leader, worker } = lifecycleHook({ propagation: 15, bound: 46 });
  expect(hook(leader)).toMatchObject({
    leastSeconds: 15,
    mostSeconds: 61,
    calls: ['/metrics', '/health'],
    pollsGauges: true,
  });
  expect(hook(worker)).toMatchObject({ leastSeconds: 0, mostSeconds: 46 });
});

import { graceCoversDrain } from '../../../src/lint/rules/grace-covers-drain';
import { found, type Server, shell, slept, vllm } from '../drain/manifests';

const judged = (server: Server) =>
  found(graceCoversDrain, server).map(({ severity, fix }) => [severity, fix]);

const grace = (seconds: number) => ({ terminationGracePeriodSeconds: seconds });

test.each([
  [89, [['error', 'set terminationGracePeriodSeconds: 110']]],
  [90, [['warning', 'set terminationGracePeriodSeconds: 110']]],
  [99, [['warning', 'set terminationGracePeriodSeconds: 110']]],
  [100, []],
])('30 s of hook, 60 s of drain and 10 s of end in %i s', (seconds, expected) => {
  expect(judged({ preStop: slept(30), pod: grace(seconds) })).toEqual(expected);
});

test('the default of 30 s is said to be one', () => {
  const pod = { terminationGracePeriodSeconds: null };
  const [{ message }] = found(graceCoversDrain, { preStop: slept(15), pod });
  expect(message).toBe(
    'the default grace period of 30 s ends 45 s before the drain does: the longest answers are cut by SIGKILL',
  );
});

test('a hook that polls for as long as the flag drains counts once', () => {
  const preStop = shell(
    'sleep 15; for i in $(seq 1 60); do grep vllm:num_requests_running x || break; sleep 1; done',
  );
  expect(judged({ preStop, pod: grace(85) })).toEqual([]);
  expect(judged({ preStop, pod: grace(74) })[0][0]).toBe('error');
});

test('a bounded poll counts without any flag', () => {
  const preStop = shell(
    'for i in $(seq 1 300); do grep vllm:num_requests_running x || break; sleep 1; done',
  );
  expect(judged({ image: vllm('0.11.2'), args: [], preStop, pod: grace(120) })[0][0]).toBe('error');
});

test('no grace at all is said whatever else is there', () => {
  expect(judged({ args: [], pod: grace(0) })[0][0]).toBe('error');
});

test('who loses streams anyway is told by another rule', () => {
  expect(judged({ args: [], pod: grace(30) })).toEqual([]);
});

test('workers that are given less time end sooner, where the version knows the variable', () => {
  const server = (version: string, pod: object) => ({
    image: vllm(version),
    preStop: slept(30),
    env: { VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS: '1' },
    pod: { ...pod },
  });
  expect(judged(server('0.32.0', grace(95)))).toEqual([]);
  expect(judged(server('0.32.0', grace(94)))).toEqual([
    ['warning', 'set terminationGracePeriodSeconds: 105'],
  ]);
  expect(judged(server('0.22.0', grace(95)))).toEqual([
    ['warning', 'set terminationGracePeriodSeconds: 106'],
  ]);
});

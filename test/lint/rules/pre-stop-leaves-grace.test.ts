import { preStopLeavesGrace } from '../../../src/lint/rules/pre-stop-leaves-grace';
import { found, type Server, shell, slept } from '../drain/manifests';

const judged = (server: Server) =>
  found(preStopLeavesGrace, server).map(({ severity, message }) => [severity, message]);

const grace = (seconds: number) => ({ terminationGracePeriodSeconds: seconds });

test('a sleep of the whole grace leaves two seconds, and no drain', () => {
  expect(judged({ preStop: shell('sleep 600'), pod: grace(600) })).toEqual([
    [
      'error',
      'the hook takes 600 s of a grace period of 600 s, and SIGTERM comes with 2 s left: the drain of --shutdown-timeout=60 never happens',
    ],
  ]);
});

test.each([
  [60, 600, []],
  [61, 600, ['warning']],
  [89, 100, ['warning']],
  [90, 100, ['error']],
])('%i s of %i s', (seconds, limit, severities) => {
  const found = judged({ preStop: shell(`sleep ${seconds}`), pod: grace(limit) });
  expect(found.map(([severity]) => severity)).toEqual(severities);
});

test('an idle pod that sleeps holds its GPUs', () => {
  const [[, message]] = judged({ preStop: slept(300), pod: grace(600) });
  expect(message).toBe(
    'the hook always takes 300 s: each pod that leaves, an idle one too, holds 1 GPU for it, 5 GPU-minutes',
  );
});

test('a native sleep beyond the grace is refused', () => {
  const [[severity, message]] = judged({ preStop: slept(301), pod: grace(300) });
  expect([severity, message]).toEqual(['error', expect.stringContaining('the API refuses')]);
});

test('a poll that may take the whole grace is right', () => {
  const preStop = shell('until ! grep vllm:num_requests_running x; do sleep 5; done');
  expect(judged({ preStop, pod: grace(600) })).toEqual([]);
});

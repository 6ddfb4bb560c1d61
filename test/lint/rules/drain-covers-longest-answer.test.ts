import { drainCoversLongestAnswer } from '../../../src/lint/rules/drain-covers-longest-answer';
import { found, type Server, slept } from '../drain/manifests';

const judged = (server: Server) =>
  found(drainCoversLongestAnswer, server).map(({ severity }) => severity);

test('where no length is known a drain has time for an ordinary answer', () => {
  const window = (seconds: number) => ({
    args: [`--shutdown-timeout=${seconds}`],
    preStop: slept(15),
  });
  expect(judged(window(9))).toEqual([]);
  const [{ severity, message }] = found(drainCoversLongestAnswer, window(8));
  expect(severity).toBe('warning');
  expect(message).toBe(
    'a drain has 8 s, and an answer takes 9 s (assumed: 300 tokens at 30 ms): what is longer is cut',
  );
});

test.each([
  ['8192', 44, ['warning']],
  ['8192', 45, []],
  ['8k', 44, ['warning']],
  ['1000', 29, ['warning']],
  ['1000', 30, []],
])('a context of %s tokens and a window of %i s', (context, window, severities) => {
  const args = [`--max-model-len=${context}`, `--shutdown-timeout=${window}`];
  expect(judged({ args, preStop: slept(15) })).toEqual(severities);
});

test('what the hook sleeps beyond propagation is part of the window', () => {
  const args = ['--max-model-len=8192', '--shutdown-timeout=30'];
  expect(judged({ args, preStop: slept(30) })).toEqual([]);
  expect(judged({ args, preStop: slept(29) })).toEqual(['warning']);
});

test('SGLang drains for as long as the grace period lasts', () => {
  const command = ['python3', '-m', 'sglang.launch_server', '--model-path', 'm'];
  const server = { image: 'lmsysorg/sglang:v0.5.1', command };
  const pod = { terminationGracePeriodSeconds: null };
  expect(judged({ ...server, args: [], pod })).toEqual(['warning']);
  expect(judged({ ...server, args: ['--context-length=8192'] })).toEqual([]);
});

test('what the own plan says is longer is cut for certain', () => {
  const request = {
    schema: 1,
    model: 'Qwen/Qwen3-8B-FP8',
    accelerator: 'L40S',
    engine: { name: 'vllm', version: '0.32.0' },
    traffic: {
      peakRequestsPerSecond: 2,
      inputTokens: 400,
      outputTokens: 200,
      outputTokensP99: 900,
    },
    objectives: { timeToFirstTokenP95Ms: 1000, timePerOutputTokenP95Ms: 50 },
  };
  const own = { 'cdk8s-llm.dev/plan': JSON.stringify(request) };
  const window = (seconds: number) => [`--shutdown-timeout=${seconds}`];
  // 900 tokens at 50 ms after a first one within a second.
  expect(judged({ args: window(45), preStop: slept(15), own })).toEqual(['error']);
  expect(judged({ args: window(46), preStop: slept(15), own })).toEqual([]);
});

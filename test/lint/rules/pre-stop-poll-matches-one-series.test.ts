import { preStopPollMatchesOneSeries } from '../../../src/lint/rules/pre-stop-poll-matches-one-series';
import { found, shell, vllm } from '../drain/manifests';

const metrics = 'curl -s http://localhost:8000/metrics';
const prefix = `${metrics} | grep 'vllm:num_requests_waiting' | grep -v '#' | awk '{print $2}'`;
const exact = `${metrics} | grep '^vllm:num_requests_waiting{' | awk '{print $2}'`;

const messages = (script: string, version = '0.24.0', args: string[] = []): string[] =>
  found(preStopPollMatchesOneSeries, {
    image: vllm(version),
    args,
    preStop: shell(script),
  }).map(({ message }) => message);

test.each([
  ['while [ "$(', ')" != "0.0" ]; do sleep 1; done'],
  ['until W=$(', '); [ "$W" = "0.0" ]; do sleep 1; done'],
  ['while true; do\n  W=`', '`\n  [ "$W" = 0.0 ] && break\n  sleep 1\ndone'],
])('a prefix reads three lines wherever it stands: %s', (before, after) => {
  expect(messages(`${before}${prefix}${after}`)[0]).toContain(
    'reads 3 lines of an idle vLLM 0.24.0: the comparison with 0 never holds',
  );
  expect(messages(`${before}${exact}${after}`)).toEqual([]);
});

test('there is one line before 0.21, and more than one rank has several', () => {
  const script = `while [ "$(${prefix})" != "0.0" ]; do sleep 1; done`;
  expect(messages(script, '0.18.1')).toEqual([]);
  expect(messages(script, '0.18.1', ['--data-parallel-size=4'])[0]).toContain('reads 4 lines');
});

test('a version that nobody states has what the newest has', () => {
  const script = `while [ "$(${prefix})" != "0.0" ]; do sleep 1; done`;
  const image = 'vllm/vllm-openai:latest';
  const [{ message }] = found(preStopPollMatchesOneSeries, { image, preStop: shell(script) });
  expect(message).toContain('of an idle vLLM:');
});

test('integers are compared in another way, and fail in another', () => {
  const script = `while [ "$(${prefix})" -gt 0 ]; do sleep 1; done`;
  expect(messages(script)[0]).toContain('the comparison of integers fails');
});

test('a sum is one number, whatever it is made of', () => {
  const sum = `${metrics} | grep -E "vllm:num_requests_(running|waiting)" | awk '{s+=$2} END {print s}'`;
  expect(messages(`while [ "$(${sum})" != "0" ]; do sleep 1; done`)).toEqual([]);
});

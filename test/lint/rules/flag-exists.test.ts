import { flagExists } from '../../../src/lint/rules/flag-exists';
import { found, vllm } from '../drain/manifests';

const judged = (version: string, ...args: string[]): string[] =>
  found(flagExists, { image: vllm(version), args }).map(({ message }) => message);

test.each([
  ['0.17.1', '--shutdown-timeout=60', 'came in 0.18'],
  ['0.18.0', '--swap-space=16', 'was removed in 0.18'],
  ['0.13.0', '--task=generate', 'was removed in 0.13'],
  ['0.10.0', '--nnodes=2', 'came in 0.11.1'],
  ['0.28.0', '--max_num_queued_reqs', 'came in 0.29'],
  ['0.9.0', '--no-async-scheduling', 'came in 0.10'],
])('vLLM %s does not start with %s, which %s', (version, flag, words) => {
  const [message, ...more] = judged(version, flag);
  expect(more).toEqual([]);
  expect(message).toContain(words);
});

test.each([
  ['0.18.0', '--shutdown-timeout=60'],
  ['0.17.1', '--swap-space=16'],
  ['0.32.0', '--max-num-seqs=64'],
  ['0.32.0', '--my-plugin-flag=1'],
  ['0.32.0', '--max-num-batched-token=8192'],
])('vLLM %s takes %s, or nobody knows better', (version, flag) => {
  expect(judged(version, flag)).toEqual([]);
});

test('nothing is known of a version that nobody states', () => {
  expect(found(flagExists, { image: 'vllm/vllm-openai', args: ['--task=x'] })).toEqual([]);
});

test('a flag that went is replaced by what came', () => {
  const [{ fix }] = found(flagExists, { args: ['--guided-decoding-backend=xgrammar'] });
  expect(fix).toBe('take it out; use --structured-outputs-config');
});

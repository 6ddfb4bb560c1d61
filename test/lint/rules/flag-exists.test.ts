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

test.each([
  ['0.32.0', '--enable-prefix-cachng', 'error', 'write --enable-prefix-caching'],
  ['0.32.1', '--no-enable-chunked-prefil1', 'error', 'write --no-enable-chunked-prefill'],
  ['0.24.0', '--enable-prefix-cachng', 'warning', 'write --enable-prefix-caching'],
  ['0.32.0', '--served-model-names=chat', 'error', 'write --served-model-name'],
])('vLLM %s has no %s, which is a slip: %s', (version, flag, severity, fix) => {
  const problems = found(flagExists, { image: vllm(version), args: [flag] });
  expect(problems).toMatchObject([{ severity, fix }]);
});

test.each([
  '--enable-prefix-cachin',
  '--compilation-config.cudagraph_mode=NONE',
  '--middleware+=m',
  '--no-async-scheduling',
  '--pory=8000',
  `--${'x'.repeat(5000)}`,
])('%s is no slip, or nobody can tell', (flag) => {
  expect(judged('0.32.0', flag)).toEqual([]);
});

test('a slip is told where the version is not known, as what may be', () => {
  const args = ['--tensor-paralel-size=2'];
  expect(found(flagExists, { image: 'vllm/vllm-openai', args })).toMatchObject([
    { severity: 'warning', fix: 'write --tensor-parallel-size' },
  ]);
});

test.each([
  ['95', 'write --gpu-memory-utilization=0.95'],
  ['0', 'write --gpu-memory-utilization=0.9'],
  ['1.5', 'write --gpu-memory-utilization=0.9'],
])('a share of %s of the GPU memory starts no version', (share, fix) => {
  const args = [`--gpu-memory-utilization=${share}`];
  expect(found(flagExists, { image: 'vllm/vllm-openai', args })).toMatchObject([
    { severity: 'error', fix },
  ]);
});

test.each(['0.01', '0.95', '1', '$(SHARE)'])('a share of %s is one, or is not known', (share) => {
  expect(judged('0.32.0', `--gpu-memory-utilization=${share}`)).toEqual([]);
});

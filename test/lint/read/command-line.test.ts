import { container } from './manifests';

const isBehindShell = (...command: string[]): boolean =>
  container(`image: vllm/vllm-openai\ncommand: ${JSON.stringify(command)}`).isBehindShell;

// Tried with bash 5.2.15 and dash 0.5.12: which process the PID of the shell is half a second on.
test.each([
  ['bash', 'vllm serve m', false],
  ['bash', 'exec vllm serve m > log', false],
  ['bash', 'export A=1; vllm serve m', false],
  ['bash', 'cd /x && vllm serve m', false],
  ['bash', 'set -e\nA=1 vllm serve m\n', false],
  ['bash', 'trap "" TERM; vllm serve m', false],
  ['bash', 'trap "kill 0" TERM; vllm serve m', true],
  ['bash', 'true; vllm serve m 2>&1', true],
  ['bash', 'vllm serve m | tee log', true],
  ['bash', 'vllm serve m & wait', true],
  ['bash', 'vllm serve m; echo done', true],
  ['bash', 'true || vllm serve m', true],
  ['bash', 'if true; then vllm serve m; fi', true],
  ['bash', 'if true; then exec vllm serve m; fi', false],
  ['bash', 'eval "exec vllm serve m"', false],
  ['bash', 'true; eval "vllm serve m"', true],
  ['sh', 'vllm serve m', false],
  ['sh', 'exec vllm serve m', false],
  ['sh', 'true; exec vllm serve m', false],
  ['sh', 'true; vllm serve m', true],
  ['sh', 'ray start --head\nvllm serve m', true],
])('%s -c %j: %s', (shell, script, expected) => {
  expect(isBehindShell(`/bin/${shell}`, '-c', script)).toBe(expected);
});

test('no shell stands before a command without one', () => {
  expect(isBehindShell('vllm', 'serve', 'm')).toBe(false);
  expect(isBehindShell('tini', '--', 'vllm', 'serve', 'm')).toBe(false);
});

test('of a script the words are those of the server, without what stands before it', () => {
  const { words, script } = container(`
image: vllm/vllm-openai:v0.11.0
command: [/bin/bash, -euo, pipefail, -c]
args:
- |
  ray start --head
  HF_HOME=/x exec vllm serve $MODEL \\
    --port "8001"
env: [{ name: MODEL, value: Qwen/Qwen3-8B }]`);
  expect(words).toEqual(['vllm', 'serve', 'Qwen/Qwen3-8B', '--port', '8001']);
  expect(script).toContain('ray start --head');
});

test('kubelet replaces known variables only, and two dollars are one', () => {
  const { words } = container(`
image: vllm/vllm-openai
args: [--model, $(MODEL), --x=$(UNKNOWN), $$(MODEL)]
env:
- { name: ORG, value: Qwen }
- { name: MODEL, value: $(ORG)/Qwen3-8B }`);
  expect(words).toEqual(['--model', 'Qwen/Qwen3-8B', '--x=$(UNKNOWN)', '$(MODEL)']);
});

test('a script passes on the words after it', () => {
  const { words } = container(`
image: vllm/vllm-openai
command: [bash, -c, 'vllm serve "$1" "$@"', --]
args: [m, --port=1]`);
  expect(words).toEqual(['vllm', 'serve', 'm', 'm', '--port=1']);
});

import { serverHasDrainHook } from '../../../src/lint/rules/server-has-drain-hook';
import { found, type Server, shell, slept, vllm } from '../drain/manifests';

const judged = (server: Server, site = {}) =>
  found(serverHasDrainHook, server, [], site).map(({ severity }) => severity);

test.each([
  ['0.24.0', 'refused', 'warning'],
  ['0.32.0', 'a 500 or an empty 200', 'error'],
])('vLLM %s answers late requests with %s', (version, words, severity) => {
  const [problem] = found(serverHasDrainHook, { image: vllm(version) });
  expect([problem.severity, problem.message]).toEqual([severity, expect.stringContaining(words)]);
});

test('what is lost at SIGTERM anyway is told by another rule', () => {
  expect(judged({ args: [] })).toEqual([]);
});

test('SGLang answers while it drains, and of other engines little is known', () => {
  const engine = (image: string, ...command: string[]) => judged({ image, command, args: [] });
  const sglang = ['python3', '-m', 'sglang.launch_server', '--model-path', 'm'];
  expect(engine('lmsysorg/sglang:v0.5.1', ...sglang)).toEqual(['info']);
  expect(engine('ollama/ollama:0.9.0', 'ollama', 'serve')).toEqual([]);
});

test.each([
  [4, {}, ['info']],
  [5, {}, []],
  [20, { endpointPropagationSeconds: 30 }, ['warning']],
  [30, { endpointPropagationSeconds: 30 }, []],
])('a sleep of %i s on a site with %j', (seconds, site, severities) => {
  expect(judged({ preStop: slept(seconds) }, site)).toEqual(severities);
});

test('a hook that leaves at once when idle does not wait for routers', () => {
  const preStop = shell('until ! grep vllm:num_requests_running x; do sleep 1; done');
  expect(judged({ preStop })).toEqual(['info']);
});

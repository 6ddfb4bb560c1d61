import { engineDrainsOnSigterm } from '../../../src/lint/rules/engine-drains-on-sigterm';
import { found, type Server, scaledObject, shell, slept, vllm } from '../drain/manifests';

const judged = (server: Server) => found(engineDrainsOnSigterm, server);

test.each([
  ['0.11.2', 'freezes'],
  ['0.18.1', 'abort'],
  ['0.21.0', 'abort'],
  ['0.24.0', 'freezes'],
  ['0.32.0', 'freezes'],
  ['0.6.3', 'loses'],
])('vLLM %s without the flag %s what runs', (version, word) => {
  const [{ message }] = judged({ image: vllm(version), args: [] });
  expect(message).toContain(word);
});

test.each(['0.18.1', '0.20.2'])('the flag of %s cuts all the same', (version) => {
  const [{ message, path }] = judged({ image: vllm(version), args: ['--shutdown-timeout', '60'] });
  expect(message).toContain('cuts every running stream');
  expect(path.slice(-2)).toEqual(['args', 0]);
});

test.each(['0.21.0', '0.32.0'])('the flag of %s drains', (version) => {
  expect(judged({ image: vllm(version) })).toEqual([]);
});

test('a version that nobody states loses streams without the flag, and drains with it', () => {
  const image = 'vllm/vllm-openai:latest';
  expect(judged({ image, args: [] })[0].message).toContain('loses what runs: vLLM has no drain');
  expect(judged({ image })).toEqual([]);
});

test('a flag that somebody fills in later is not judged', () => {
  expect(judged({ args: ['--shutdown-timeout=$(DRAIN)'] })).toEqual([]);
});

test('a version without the flag does not start with it, so that nothing is drained', () => {
  expect(judged({ image: vllm('0.11.2'), args: ['--shutdown-timeout=60'] })).toEqual([]);
});

test('a script that passes the flag on a condition is not judged', () => {
  const script = 'if newer; then MORE="--shutdown-timeout 40"; fi; exec vllm serve m $MORE';
  expect(judged({ command: ['/bin/bash', '-c', script], args: [] })).toEqual([]);
});

test('a hook that waits for idle gauges protects every version', () => {
  const preStop = shell('until ! grep vllm:num_requests_running x; do sleep 1; done');
  expect(judged({ image: vllm('0.11.2'), args: [], preStop })).toEqual([]);
});

test('a program of which nobody knows what it does is not judged', () => {
  expect(judged({ args: [], preStop: { exec: { command: ['/opt/drain'] } } })).toEqual([]);
});

test('a sleep is no drain, and one as long as an answer is only a warning', () => {
  const others = [scaledObject()];
  const severity = (seconds: number) =>
    found(engineDrainsOnSigterm, { args: [], preStop: slept(seconds) }, others)[0].severity;
  expect([severity(20), severity(90)]).toEqual(['error', 'warning']);
});

test('without an autoscaler only roll-outs and node drains cut', () => {
  expect(judged({ args: [] })[0].severity).toBe('warning');
});

test('an engine that drains by itself, or of which nothing is known, is not judged', () => {
  const sglang = ['python3', '-m', 'sglang.launch_server', '--model-path', 'm'];
  expect(judged({ image: 'lmsysorg/sglang:v0.5.1', command: sglang, args: [] })).toEqual([]);
  expect(judged({ image: 'nginx:1.27', command: ['nginx'], args: [] })).toEqual([]);
});

test('below 0.21 the advice is to poll, and from there on to pass the flag', () => {
  const advice = (version: string) => judged({ image: vllm(version), args: [] })[0].fix;
  expect(advice('0.11.2')).toContain('poll vllm:num_requests_running{');
  expect(advice('0.32.0')).toBe(
    'sleep 15 s in preStop, pass --shutdown-timeout=45, keep terminationGracePeriodSeconds: 100',
  );
});

test('where the version is not known the advice is what every version takes', () => {
  const fix = (pod: object) =>
    judged({ image: 'registry.example.com/vllm:3.2.5', args: [], pod: { ...pod } })[0].fix ?? '';
  const short = fix({ terminationGracePeriodSeconds: 30 });
  expect(short).toContain('poll vllm:num_requests_running{');
  expect(short).toContain('set terminationGracePeriodSeconds: 80; vLLM drains by itself');
  expect(short).not.toContain('pass --shutdown-timeout');
});

test('no advice lowers the grace period that stands there', () => {
  const fix = (seconds: number) =>
    judged({ args: [], pod: { terminationGracePeriodSeconds: seconds } })[0].fix;
  expect(fix(120)).toContain('keep terminationGracePeriodSeconds: 120');
  expect(fix(79)).toContain('set terminationGracePeriodSeconds: 80');
});

test('the demonstration server has neither the flag nor gauges', () => {
  const command = ['python3', '-m', 'vllm.entrypoints.api_server', '--model', 'm'];
  const [{ fix }] = judged({ command, args: [] });
  expect(fix).toContain('run vllm serve');
  expect(fix).toContain('sleep 60 s in preStop');
});

import { readyTimeoutCoversLoad } from '../../../src/lint/rules/ready-timeout-covers-load';
import { found, type Server, vllm } from '../drain/manifests';

const startup = (failureThreshold: number) => ({
  startupProbe: { httpGet: { path: '/health', port: 8000 }, periodSeconds: 10, failureThreshold },
});

const fires = (server: Server): boolean =>
  found(readyTimeoutCoversLoad, { probes: startup(180), ...server }).length > 0;

test.each<[string, string[], boolean]>([
  ['0.32.0', [], false],
  ['0.32.0', ['--tensor-parallel-size=8'], false],
  ['0.32.0', ['--data-parallel-size=8'], true],
  ['0.32.0', ['--data-parallel-size=8', '--api-server-count=1'], false],
  ['0.32.0', ['--api-server-count=4'], true],
  ['0.32.0', ['--data-parallel-size=8', '--data-parallel-external-lb'], false],
  ['0.32.0', ['-dp=16', '--data-parallel-hybrid-lb', '--data-parallel-size-local=8'], true],
  ['0.14.1', ['--data-parallel-size=8'], false],
  ['0.14.1', ['--api-server-count=4'], true],
  ['0.9.0', ['--api-server-count=4'], false],
])('vLLM %s with %j', (version, args, expected) => {
  expect(fires({ image: vllm(version), args })).toBe(expected);
});

test('a budget within ten minutes, or a timeout of its length, is right', () => {
  const args = ['--data-parallel-size=8'];
  expect(fires({ args, probes: startup(60) })).toBe(false);
  expect(fires({ args, env: { VLLM_ENGINE_READY_TIMEOUT_S: '1800' } })).toBe(false);
  expect(fires({ args, env: { VLLM_ENGINE_READY_TIMEOUT_S: '900' } })).toBe(true);
});

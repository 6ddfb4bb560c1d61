import { startupBudgetCoversColdStart as rule } from '../../../src/lint/rules/startup-budget-covers-cold-start';
import { found } from '../drain/manifests';
import { chat, severities, told } from './told';

const startup = (failures: number) =>
  `startupProbe: { httpGet: { path: /health, port: http }, periodSeconds: 10, failureThreshold: ${failures} }`;

const of = (model: string, failures: number, more: { pod?: string; container?: string } = {}) =>
  chat({
    command: `[vllm, serve, ${model}]`,
    pod: more.pod,
    container: `${startup(failures)}\n${more.container ?? ''}`,
  });

const HUB = `
volumeMounts: [{ name: hub, mountPath: /root/.cache/huggingface }]
`;
const HUB_CLAIM = `
volumes: [{ name: hub, persistentVolumeClaim: { claimName: hub } }]
`;

test.each([
  ['meta-llama/Llama-3.3-70B-Instruct', 10, ['error']],
  ['meta-llama/Llama-3.3-70B-Instruct', 60, ['warning']],
  ['meta-llama/Llama-3.3-70B-Instruct', 200, []],
  ['acme/finance-70b-instruct', 10, ['error']],
  ['acme/finance-70b-instruct-AWQ', 10, ['warning']],
  ['acme/finance', 30, []],
  // Even an engine without weights has to import and compile.
  ['acme/finance', 1, ['error']],
])('%s within %i probes of 10 s: %j', (model, failures, found) => {
  expect(severities(rule, [of(model, failures)])).toEqual(found);
});

test('a claim is filled by the first pod unless the engine is told to stay offline', () => {
  const model = 'meta-llama/Llama-3.3-70B-Instruct';
  const onClaim = (env: string) =>
    severities(rule, [of(model, 60, { pod: HUB_CLAIM, container: `${HUB}\n${env}` })]);
  expect(onClaim('')).toEqual(['warning']);
  expect(onClaim('env: [{ name: HF_HUB_OFFLINE, value: "1" }]')).toEqual([]);
});

test('weights that lie beside the engine are read and not downloaded', () => {
  expect(severities(rule, [of('/models/llama-3.3-70b-instruct', 60)])).toEqual([]);
});

test('a liveness probe is none of its business', () => {
  const liveness = 'livenessProbe: { tcpSocket: { port: http }, failureThreshold: 1 }';
  expect(told(rule, [chat({ container: liveness })])).toEqual([]);
});

test('less than half of an ordinary start is never enough, even if a lucky one fits', () => {
  const within = (failures: number) =>
    told(rule, [of('Qwen/Qwen3-8B', failures, { pod: HUB_CLAIM, container: HUB })])[0];
  expect(within(6)).toMatch(/^error /);
  expect(within(6)).toContain(
    '16 GB of weights that a claim keeps (first from the Hub) takes 123 s as a rule: it is killed',
  );
  expect(within(7)).toMatch(/^warning /);
});

test('the stages add up', () => {
  const [{ arithmetic }] = found(rule, {
    args: ['--model=Qwen/Qwen3-8B'],
    command: ['vllm', 'serve'],
    probes: { startupProbe: { httpGet: { path: '/health', port: 8000 } } },
  });
  const rows = arithmetic?.rows ?? [];
  const sum = (at: number) => rows.slice(0, -1).reduce((all, row) => all + Number(row[at]), 0);
  expect(rows).toHaveLength(4);
  expect([sum(1), sum(2)]).toEqual([rows[3][1], rows[3][2]]);
});

import { rolloutFitsQuota as rule } from '../../../src/lint/rules/rollout-fits-quota';
import { chat, scaler, severities, told } from './told';

const QUOTA = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: gpus, namespace: llm }
spec: { hard: { requests.nvidia.com/gpu: 6 } }
`;
const strategy = (surge: string, unavailable: number) =>
  `strategy: { rollingUpdate: { maxSurge: ${surge}, maxUnavailable: ${unavailable} } }`;

test.each([
  ['1', 0, ['warning']],
  ['1', 1, []],
  ['0', 1, []],
])(
  'a surge of %s with %i missing, at a maximum that fills the quota: %j',
  (surge, missing, found) => {
    const service = chat({ spec: strategy(surge, missing) });
    expect(severities(rule, [service, scaler(), QUOTA])).toEqual(found);
  },
);

test('the minimum of a neighbour takes room as well', () => {
  const neighbour = chat({ spec: 'replicas: 4' }).replaceAll('chat', 'other');
  const own = chat({ spec: `replicas: 2\n${strategy('1', 0)}` });
  const [line] = told(rule, [own, neighbour, QUOTA]);
  expect(line).toContain(
    'error spec.strategy.rollingUpdate.maxSurge: a roll-out at 2 replicas needs 7 GPUs',
  );
});

test('a percentage is one of the replicas at the maximum', () => {
  const [line] = told(rule, [chat({ spec: strategy('100%', 0) }), scaler()]);
  expect(line).toBe(
    'warning spec.strategy.rollingUpdate.maxSurge: a roll-out starts 6 pods beside 6 running ones, which needs 6 GPUs beside the 6 of the fleet',
  );
});

test.each([
  ['replicas: 1', ['info']],
  ['replicas: 3', ['info']],
  // One of four may be missing, so that nothing has to be free.
  ['replicas: 4', []],
  ['replicas: 1\nstrategy: { type: Recreate }', []],
  [`replicas: 1\n${strategy('1', 0)}`, []],
])('without a quota, %j: %j', (spec, found) => {
  expect(severities(rule, [chat({ spec })])).toEqual(found);
});

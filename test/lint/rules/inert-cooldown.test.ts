import { inertCooldown } from '../../../src/lint/rules/inert-cooldown';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf, scaledObject } from '../drain/manifests';

const judged = (spec: JsonObject) =>
  foundOf(inertCooldown, { cooldownPeriod: 300, pollingInterval: 10, ...spec }).map(({ path }) =>
    path.at(-1),
  );

test('with a minimum of one both do nothing', () => {
  expect(judged({})).toEqual(['cooldownPeriod', 'pollingInterval']);
});

test.each([
  ['the minimum is zero', { minReplicaCount: 0 }],
  ['no minimum is given', { minReplicaCount: null }],
  ['it may be idle', { idleReplicaCount: 0 }],
  ['neither is written', { cooldownPeriod: null, pollingInterval: null }],
])('both count where %s', (_, spec) => {
  expect(judged(spec)).toEqual([]);
});

test('cached metrics are as old as the poll', () => {
  const [trigger] = (scaledObject().spec as { triggers: JsonObject[] }).triggers;
  expect(judged({ triggers: [{ ...trigger, useCachedMetrics: true }] })).toEqual([
    'cooldownPeriod',
  ]);
});

test('a scaler of something else is none of this', () => {
  const kafka = { type: 'kafka', metadata: { topic: 'orders', lagThreshold: '10' } };
  expect(judged({ triggers: [kafka] })).toEqual([]);
});

test('what costs nothing is only told, and a cooldown that was to pace is a warning', () => {
  const severities = (spec: JsonObject) =>
    foundOf(inertCooldown, { cooldownPeriod: 300, pollingInterval: 10, ...spec }).map(
      ({ severity }) => severity,
    );
  const behavior = { scaleDown: { stabilizationWindowSeconds: 300 } };
  expect(severities({})).toEqual(['warning', 'info']);
  expect(severities({ advanced: { horizontalPodAutoscalerConfig: { behavior } } })).toEqual([
    'info',
    'info',
  ]);
});

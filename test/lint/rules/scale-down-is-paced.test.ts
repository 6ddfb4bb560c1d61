import { scaleDownIsPaced } from '../../../src/lint/rules/scale-down-is-paced';
import type { JsonObject } from '../../../src/lint/view/place';
import { deployment, foundOf } from '../drain/manifests';

const found = (behavior?: JsonObject, counts: JsonObject = {}, others: JsonObject[] = []) =>
  foundOf(
    scaleDownIsPaced,
    {
      ...counts,
      ...(behavior && { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
    },
    others,
  );

const judged = (...scaler: Parameters<typeof found>) =>
  found(...scaler).map(({ message, arithmetic }) => [message.split(':')[0], arithmetic?.rows]);

const severities = (...scaler: Parameters<typeof found>) =>
  found(...scaler).map(({ severity }) => severity);

const down = (window: number | undefined, type: string, value: number, periodSeconds: number) => ({
  scaleDown: {
    ...(window !== undefined && { stabilizationWindowSeconds: window }),
    policies: [{ type, value, periodSeconds }],
  },
});

test('by default all go after five minutes', () => {
  expect(judged(undefined)).toEqual([
    [
      '300 s after a dip begins 6 of 8 replicas go in one step by default',
      [
        [0, 8],
        [300, 2],
      ],
    ],
  ]);
});

test('a window below five minutes costs replicas in the first dip', () => {
  expect(judged(down(60, 'Pods', 1, 60))).toEqual([
    [
      'a dip of 60 s costs 1 of 8 replicas, and a cold start is taken to last 300 s, in which 4 go',
      [
        [0, 8],
        [60, 7],
        [120, 6],
        [180, 5],
      ],
    ],
  ]);
});

test.each([
  ['one a drain', down(undefined, 'Pods', 1, 120)],
  ['half', down(600, 'Percent', 50, 60)],
  ['none', { scaleDown: { selectPolicy: 'Disabled' } }],
])('%s at a time is paced', (_, behavior) => {
  expect(judged(behavior)).toEqual([]);
});

test('a fleet of one size has nothing to pace', () => {
  expect(judged(undefined, { maxReplicaCount: 2 })).toEqual([]);
});

test('one replica to lose needs no pace, and a short window is only told', () => {
  const counts = { maxReplicaCount: 3 };
  expect(judged(undefined, counts)).toEqual([]);
  expect(judged(undefined, { minReplicaCount: 0, maxReplicaCount: 2 })).toEqual([]);
  expect(judged(down(400, 'Percent', 100, 15), counts)).toEqual([]);
  expect(severities(down(60, 'Percent', 100, 15), counts)).toEqual(['info']);
});

test('who loses a tenth within a cold start has paced it, and the assumption is told', () => {
  expect(severities(down(240, 'Percent', 10, 60))).toEqual(['info']);
  expect(severities(down(200, 'Percent', 10, 60))).toEqual(['warning']);
  const [{ message }] = found(down(200, 'Percent', 10, 60));
  expect(message).toContain(
    'and a cold start is taken to last 300 s, in which 2 go: each is a cold start',
  );
});

test('a fleet without GPUs is no fleet of GPUs', () => {
  const onCpus = deployment({ probes: { resources: { limits: { cpu: '8' } } } });
  const behavior = down(60, 'Percent', 25, 90);
  expect(judged(behavior, {}, [onCpus])).toEqual([]);
  expect(judged(behavior, {}, [deployment({})])).not.toEqual([]);
});

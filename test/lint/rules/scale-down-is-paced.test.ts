import { scaleDownIsPaced } from '../../../src/lint/rules/scale-down-is-paced';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf } from '../drain/manifests';

const judged = (behavior: JsonObject | undefined, counts: JsonObject = {}) =>
  foundOf(scaleDownIsPaced, {
    ...counts,
    ...(behavior && { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
  }).map(({ message, arithmetic }) => [message.split(':')[0], arithmetic?.rows]);

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
      'a dip of 60 s costs 1 of 8 replicas',
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

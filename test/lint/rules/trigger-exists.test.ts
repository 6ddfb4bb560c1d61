import { triggerExists } from '../../../src/lint/rules/trigger-exists';
import { foundOf } from '../drain/manifests';

const metadata = { serverAddress: 'http://prometheus:9090', query: 'sum(up)', threshold: '64' };

test.each([
  ['prometheus', 0],
  ['prometheous', 1],
  ['Prometheus', 1],
  ['predictkube', 0],
  ['kafka', 0],
])('a trigger of type %s: %j findings', (type, count) => {
  expect(foundOf(triggerExists, { triggers: [{ type, metadata }] })).toHaveLength(count);
});

test('a ScaledObject without a trigger scales nothing', () => {
  expect(foundOf(triggerExists, { triggers: [] })).toMatchObject([
    { path: ['spec', 'triggers'], message: expect.stringContaining('there is no trigger') },
  ]);
});

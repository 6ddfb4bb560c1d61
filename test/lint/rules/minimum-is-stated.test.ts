import { minimumIsStated as rule } from '../../../src/lint/rules/minimum-is-stated';
import { chat, scaler, severities } from './told';

test.each([
  ['maxReplicaCount: 6', ['warning']],
  ['minReplicaCount: 0', []],
  ['minReplicaCount: 1', ['info']],
  ['minReplicaCount: 2', []],
])('%s: %j', (bounds, found) => {
  expect(severities(rule, [chat(), scaler(bounds)])).toEqual(found);
});

test('a scaler alone is one of a model by what it reads', () => {
  expect(severities(rule, [scaler('maxReplicaCount: 6')])).toEqual(['warning']);
  expect(severities(rule, [scaler('minReplicaCount: 1')])).toEqual([]);
});

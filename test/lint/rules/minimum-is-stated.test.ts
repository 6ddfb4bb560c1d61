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

import { hostPortAllowsNeighbours as rule } from '../../../src/lint/rules/host-port-allows-neighbours';
import { chat, severities } from './told';

test.each([
  ['hostNetwork: true', 1, 2, ['warning']],
  ['hostNetwork: false', 1, 2, []],
  ['hostNetwork: true', 1, 1, []],
  // It has the node to itself.
  ['hostNetwork: true', 8, 2, []],
])('%s with %i GPUs and %i replicas: %j', (pod, gpus, replicas, found) => {
  expect(severities(rule, [chat({ pod, gpus, spec: `replicas: ${replicas}` })])).toEqual(found);
});

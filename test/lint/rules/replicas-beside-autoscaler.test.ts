import { replicasBesideAutoscaler as rule } from '../../../src/lint/rules/replicas-beside-autoscaler';
import { chat, scaler, told } from './told';

test('replicas above the maximum are started only to be cut off', () => {
  expect(told(rule, [chat({ spec: 'replicas: 9' }), scaler()])).toEqual([
    "error spec.replicas: replicas: 9 stands beside ScaledObject 'chat' (2 to 6): every apply starts 3 replicas above the maximum, which are cut off at the next sync",
  ]);
});

test('a workload that nothing scales states its replicas', () => {
  expect(told(rule, [chat({ spec: 'replicas: 9' })])).toEqual([]);
});

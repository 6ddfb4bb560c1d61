import { replicasBesideAutoscaler as rule } from '../../../src/lint/rules/replicas-beside-autoscaler';
import { chat, scaler, severities, told } from './told';

test('replicas above the maximum are started only to be cut off', () => {
  expect(told(rule, [chat({ spec: 'replicas: 9' }), scaler()])).toEqual([
    "error spec.replicas: replicas: 9 stands beside ScaledObject 'chat' (2 to 6): every apply starts 3 replicas above the maximum, which are cut off at the next sync",
  ]);
});

test('a workload that nothing scales states its replicas', () => {
  expect(told(rule, [chat({ spec: 'replicas: 9' })])).toEqual([]);
});

test.each([
  ['external', []],
  // Only this class writes the minimum to the Deployment.
  ['none', ['warning']],
])('minReplicas of an InferenceService of class %s: %j', (by, found) => {
  const service = `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: chat
  namespace: llm
  annotations: { serving.kserve.io/autoscalerClass: ${by} }
spec:
  predictor:
    minReplicas: 2
    model: { modelFormat: { name: huggingface }, resources: { limits: { nvidia.com/gpu: 1 } } }
`;
  const target = scaler().replace('name: chat }\n  min', 'name: chat-predictor }\n  min');
  expect(severities(rule, [service, target])).toEqual(found);
});

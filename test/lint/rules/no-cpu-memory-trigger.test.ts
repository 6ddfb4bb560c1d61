import { noCpuMemoryTrigger as rule } from '../../../src/lint/rules/no-cpu-memory-trigger';
import { chat, severities, told } from './told';

const hpa = (metrics: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: chat, namespace: llm }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: chat }
  minReplicas: 2
  maxReplicas: 6
  metrics:
${metrics}
`;
const resource = (name: string) =>
  `  - { type: Resource, resource: { name: ${name}, target: { type: Utilization, averageUtilization: 70 } } }`;
const PODS =
  '  - { type: Pods, pods: { metric: { name: vllm_num_requests_waiting }, target: { type: AverageValue, averageValue: 5 } } }';

test.each([
  [resource('cpu'), ['error']],
  [resource('memory'), ['error']],
  [`${resource('cpu')}\n${PODS}`, ['warning']],
  [PODS, []],
  // No resource of the metrics API; another rule says so.
  [resource('nvidia.com/gpu-utilization'), []],
])('%s: %j', (metrics, found) => {
  expect(severities(rule, [chat(), hpa(metrics)])).toEqual(found);
});

test('a share of nothing cannot be computed', () => {
  const [line] = told(rule, [chat(), hpa(resource('cpu'))]);
  expect(line).toContain('no share of it can be computed, as none is requested');
});

test('a model on CPUs may well be scaled by them', () => {
  expect(told(rule, [chat({ gpus: 0 }), hpa(resource('cpu'))])).toEqual([]);
});

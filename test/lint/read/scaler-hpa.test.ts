import { scaler } from './manifests';

const hpa = (spec: string, version = 'v2') =>
  scaler(`
apiVersion: autoscaling/${version}
kind: HorizontalPodAutoscaler
metadata: { name: h }
spec: ${spec}`);

test('an HPA without metrics keeps the CPU at 80 %', () => {
  const { kind, minReplicas, triggers } = hpa(
    '{maxReplicas: 5, scaleTargetRef: {kind: Deployment, name: a}}',
  );
  expect([kind, minReplicas.value, minReplicas.isDefault]).toEqual(['hpa', 1, true]);
  expect(triggers).toMatchObject([
    { kind: 'resource', resource: 'cpu', threshold: { value: 80, isDefault: true } },
  ]);
});

test('of version 1 the CPU is what is written', () => {
  expect(hpa('{targetCPUUtilizationPercentage: 60}', 'v1').triggers).toMatchObject([
    { resource: 'cpu', threshold: { value: 60, path: ['spec', 'targetCPUUtilizationPercentage'] } },
  ]);
});

test.each([
  [
    'Resource',
    '{name: cpu, target: {type: Utilization, averageUtilization: 70}}',
    {
      kind: 'resource',
      resource: 'cpu',
      metricType: { value: 'Utilization' },
      threshold: { value: 70 },
    },
  ],
  [
    'ContainerResource',
    '{name: memory, container: main, target: {type: AverageValue, averageValue: 1Gi}}',
    { kind: 'resource', resource: 'memory', threshold: { value: 2 ** 30 } },
  ],
  [
    'Pods',
    '{metric: {name: m}, target: {type: AverageValue, averageValue: 500m}}',
    { kind: 'metric', metric: { value: 'm' }, isPerPod: true, threshold: { value: 0.5 } },
  ],
  [
    'Object',
    '{metric: {name: m}, describedObject: {kind: Service}, target: {type: Value, value: "10"}}',
    { kind: 'metric', isPerPod: false, metricType: { value: 'Value' }, threshold: { value: 10 } },
  ],
  [
    'External',
    '{metric: {name: m}, target: {averageValue: "30"}}',
    { kind: 'metric', isPerPod: false, metricType: { value: 'AverageValue', isDefault: true } },
  ],
])('a metric of type %s', (type, source, expected) => {
  const key = type[0].toLowerCase() + type.slice(1);
  const { triggers } = hpa(`{metrics: [{type: ${type}, ${key}: ${source}}]}`);
  expect(triggers).toMatchObject([{ type, ...expected }]);
});

test('a metric of a type that nobody knows is other', () => {
  expect(hpa('{metrics: [{type: constructor}]}').triggers).toMatchObject([{ kind: 'other' }]);
});

import { scaler } from './manifests';

const scaledObject = (spec: string) =>
  scaler(`apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: s}\nspec: ${spec}`);

test('what is not written is what KEDA assumes, each part of the target on its own', () => {
  expect(scaledObject('{scaleTargetRef: {name: a}}')).toMatchObject({
    kind: 'keda',
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', hasApiVersion: false },
    minReplicas: { value: 0, isDefault: true },
    maxReplicas: { value: 100, isDefault: true },
    pollingIntervalSeconds: { value: 30, isDefault: true },
    cooldownSeconds: { value: 300, isDefault: true },
    behavior: { value: {}, isDefault: true },
    triggers: [],
  });
  expect(scaledObject('{scaleTargetRef: {name: a, kind: LeaderWorkerSet}}').target).toMatchObject({
    apiVersion: 'apps/v1',
    kind: 'LeaderWorkerSet',
  });
});

test('what is written stands where it is written', () => {
  const { minReplicas, idleReplicas, cooldownSeconds, fallback, formula, behavior } = scaledObject(`
  scaleTargetRef: { name: a }
  minReplicaCount: 2
  idleReplicaCount: 0
  cooldownPeriod: 60
  fallback: { failureThreshold: 3, replicas: 4 }
  advanced:
    scalingModifiers: { formula: a + b, target: "5" }
    horizontalPodAutoscalerConfig:
      behavior:
        scaleDown:
          stabilizationWindowSeconds: 600
          policies: [{ type: Pods, value: 1, periodSeconds: 60 }, { type: Pods }]`);
  expect(minReplicas).toMatchObject({ value: 2, path: ['spec', 'minReplicaCount'] });
  expect(minReplicas.isDefault).toBeUndefined();
  expect(idleReplicas?.value).toBe(0);
  expect(cooldownSeconds?.value).toBe(60);
  expect(fallback?.value).toEqual({ failureThreshold: 3, replicas: 4, behavior: 'static' });
  expect(formula?.value).toEqual({ formula: 'a + b', target: '5', metricType: 'AverageValue' });
  expect(behavior.value).toEqual({
    scaleDown: {
      stabilizationWindowSeconds: 600,
      policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
    },
  });
});

test('a Prometheus trigger has its query and what KEDA assumes of it', () => {
  const [trigger] = scaledObject(`
  triggers:
  - type: prometheus
    name: queue
    useCachedMetrics: true
    metadata: { query: sum(x), threshold: "2.5", serverAddress: http://p, ignoreNullValues: "false" }`).triggers;
  expect(trigger).toMatchObject({
    kind: 'query',
    type: 'prometheus',
    name: 'queue',
    metricType: { value: 'AverageValue', isDefault: true },
    threshold: { value: 2.5, path: ['spec', 'triggers', 0, 'metadata', 'threshold'] },
    query: { value: 'sum(x)' },
    serverAddress: { value: 'http://p' },
    ignoreNullValues: { value: false },
    usesCachedMetrics: true,
    metadata: { threshold: '2.5', ignoreNullValues: 'false' },
  });
  const [bare] = scaledObject(
    '{triggers: [{type: prometheus, metadata: {threshold: 5}}]}',
  ).triggers;
  expect(bare.query).toBeUndefined();
  expect(bare).toMatchObject({
    threshold: { value: 5 },
    ignoreNullValues: { value: true, isDefault: true },
  });
});

test('resource triggers may have their metric type in the metadata', () => {
  const [cpu, memory, cron, kafka] = scaledObject(`
  triggers:
  - { type: cpu, metadata: { type: Utilization, value: "60" } }
  - { type: memory, metricType: AverageValue, metadata: { value: 2Gi } }
  - { type: cron, metadata: { desiredReplicas: "3" } }
  - { type: kafka, metadata: { lagThreshold: "5" } }`).triggers;
  expect(cpu).toMatchObject({ kind: 'resource', resource: 'cpu', threshold: { value: 60 } });
  expect(cpu.metricType).toMatchObject({ value: 'Utilization' });
  expect(memory).toMatchObject({
    metricType: { value: 'AverageValue' },
    threshold: { value: 2 * 2 ** 30 },
  });
  expect(cron).toMatchObject({ kind: 'cron', threshold: { value: 3 } });
  expect(kafka.kind).toBe('other');
  expect(kafka.threshold).toBeUndefined();
});

test('triggers that are written as a map are one', () => {
  expect(scaledObject('{triggers: {type: cpu}}').triggers).toHaveLength(1);
});

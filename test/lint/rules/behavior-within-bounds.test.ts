import { behaviorWithinBounds } from '../../../src/lint/rules/behavior-within-bounds';
import type { JsonObject } from '../../../src/lint/view/place';
import { found, foundOf } from '../drain/manifests';

const judged = (behavior: JsonObject, kubernetesVersion?: string) =>
  foundOf(behaviorWithinBounds, { advanced: { horizontalPodAutoscalerConfig: { behavior } } }, [], {
    ...(kubernetesVersion && { kubernetesVersion }),
  }).map(({ severity, path }) => [severity, path.slice(4).join('.')]);

const policy = { type: 'Pods', value: 1, periodSeconds: 60 };

test.each<[JsonObject, [string, string][]]>([
  [{ scaleDown: { stabilizationWindowSeconds: 3600, policies: [policy] } }, []],
  [
    { scaleDown: { stabilizationWindowSeconds: 3601 } },
    [['error', 'scaleDown.stabilizationWindowSeconds']],
  ],
  [{ scaleUp: { policies: [] } }, [['error', 'scaleUp.policies']]],
  [
    { scaleUp: { policies: [{ ...policy, periodSeconds: 1801 }] } },
    [['error', 'scaleUp.policies.0.periodSeconds']],
  ],
  [
    { scaleUp: { policies: [policy, { ...policy, value: 0 }] } },
    [['error', 'scaleUp.policies.1.value']],
  ],
  [
    { scaleUp: { policies: [{ ...policy, tolerance: '0' }] } },
    [['error', 'scaleUp.policies.0.tolerance']],
  ],
  [
    { scaleUp: { policies: [{ ...policy, type: 'Replicas' }] } },
    [['error', 'scaleUp.policies.0.type']],
  ],
  [{ scaleUp: { selectPolicy: 'Disabled' } }, [['error', 'scaleUp.selectPolicy']]],
  [{ scaleDown: { selectPolicy: 'Disabled' } }, [['warning', 'scaleDown.selectPolicy']]],
  [{ scaleDown: { selectPolicy: 'Least' } }, [['error', 'scaleDown.selectPolicy']]],
])('%j', (behavior, expected) => {
  expect(judged(behavior)).toEqual(expected);
});

test('a tolerance needs Kubernetes 1.35', () => {
  const behavior = { scaleUp: { tolerance: '0' } };
  expect(judged(behavior, '1.34')).toEqual([['warning', 'scaleUp.tolerance']]);
  expect([judged(behavior, '1.35'), judged(behavior)]).toEqual([[], []]);
});

test('a minimum above the maximum is refused', () => {
  const messages = (spec: JsonObject) =>
    foundOf(behaviorWithinBounds, spec).map(({ message }) => message);
  expect(messages({ minReplicaCount: 4, maxReplicaCount: 3 })).toEqual([
    'a minimum of 4 is above the maximum of 3: KEDA refuses it, and nothing scales',
  ]);
  expect(messages({ minReplicaCount: 101, maxReplicaCount: null })).toEqual([
    "a minimum of 101 is above KEDA's default maximum of 100: KEDA refuses it, and nothing scales",
  ]);
  expect(messages({ minReplicaCount: 3, maxReplicaCount: 3 })).toEqual([]);
});

const hpa = (minReplicas: number, type: string, source: JsonObject): JsonObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'chat', namespace: 'serving' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' },
    minReplicas,
    maxReplicas: 3,
    metrics: [{ type, ...source }],
  },
});

const external = {
  external: { metric: { name: 'vllm_queue' }, target: { type: 'AverageValue', averageValue: '4' } },
};
const pods = {
  pods: { metric: { name: 'vllm_queue' }, target: { type: 'AverageValue', averageValue: '4' } },
};

test('an HPA takes a minimum of 0 only with metrics that are there without pods', () => {
  const paths = (object: JsonObject) =>
    found(behaviorWithinBounds, {}, [object]).map(({ path }) => path.join('.'));
  expect(paths(hpa(0, 'Pods', pods))).toEqual(['spec.minReplicas']);
  expect(paths(hpa(0, 'External', external))).toEqual([]);
  expect(paths(hpa(1, 'Pods', pods))).toEqual([]);
  expect(paths(hpa(4, 'External', external))).toEqual(['spec.minReplicas']);
});

import { behaviorWithinBounds } from '../../../src/lint/rules/behavior-within-bounds';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf } from '../drain/manifests';

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

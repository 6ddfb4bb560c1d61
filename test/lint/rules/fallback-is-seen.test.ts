import { fallbackIsSeen } from '../../../src/lint/rules/fallback-is-seen';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf } from '../drain/manifests';

const judged = (fallback: JsonObject | undefined, others: JsonObject[] = []) =>
  foundOf(
    fallbackIsSeen,
    { ...(fallback && { fallback: { failureThreshold: 3, ...fallback } }) },
    others,
  ).map(({ severity, path }) => [severity, path.at(-1)]);

test.each<[JsonObject, (string | undefined)[][]]>([
  [{ replicas: 4 }, [['warning', 'fallback']]],
  [{ replicas: 4, behavior: 'currentReplicasIfLower' }, [['warning', 'fallback']]],
  [{ replicas: 9, behavior: 'currentReplicasIfHigher' }, [['warning', 'replicas']]],
  [{ replicas: 4, behavior: 'currentReplicasIfHigher' }, [['info', 'replicas']]],
  [{ replicas: 8 }, [['info', 'replicas']]],
  [{ replicas: 2, behavior: 'currentReplicasIfHigher' }, []],
  [{ replicas: 4, behavior: 'currentReplicas' }, []],
])('between 2 and 8 replicas %j', (fallback, expected) => {
  expect(judged(fallback)).toEqual(expected);
});

test('without a fallback another rule speaks', () => {
  expect(judged(undefined)).toEqual([]);
});

const alert = (expr: string): JsonObject => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'chat', namespace: 'serving' },
  spec: { groups: [{ name: 'chat', rules: [{ alert: 'Chat', expr }] }] },
});

test('alerts that are here and say nothing of a fallback leave it unseen', () => {
  const right = { replicas: 2, behavior: 'currentReplicasIfHigher' };
  expect(judged(right, [alert('up == 0')])).toEqual([['info', 'fallback']]);
  expect(judged(right, [alert('increase(keda_scaler_detail_errors_total[5m]) > 0')])).toEqual([]);
});

test('bounds that are refused are told elsewhere, and the least is no minimum of zero', () => {
  const fallback = { failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' };
  const fixes = (spec: JsonObject) =>
    foundOf(fallbackIsSeen, { fallback, ...spec }).map(({ fix }) => fix);
  expect(fixes({ minReplicaCount: 4, maxReplicaCount: 3 })).toEqual([]);
  expect(fixes({ minReplicaCount: 0 })).toEqual(['set replicas: 1']);
  expect(fixes({ minReplicaCount: 2 })).toEqual(['set replicas: 2, the minimum']);
});

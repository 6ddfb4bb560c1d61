import { scalerTargetExists as rule } from '../../../src/lint/rules/scaler-target-exists';
import { chat, scaler, told } from './told';

const keda = (target: string, namespace = 'llm') =>
  scaler()
    .replace('{ apiVersion: apps/v1, kind: Deployment, name: chat }', target)
    .replace('namespace: llm', `namespace: ${namespace}`);
const hpa = (target: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: own, namespace: llm }
spec: { scaleTargetRef: ${target}, maxReplicas: 4 }
`;

test.each([
  ['{ name: chat }', ''],
  ['{ kind: Deployment, name: chat }', ''],
  ['{ kind: LeaderWorkerSet, name: chat }', 'a LeaderWorkerSet is looked for in apps/v1'],
  [
    '{ apiVersion: apps/v1, kind: LeaderWorkerSet, name: chat }',
    "looks for a LeaderWorkerSet in 'apps/v1'",
  ],
  [
    '{ apiVersion: ray.io/v1, kind: RayCluster, name: chat }',
    'a RayCluster has no scale subresource',
  ],
  ['{ apiVersion: apps/v1, kind: DaemonSet, name: chat }', 'a DaemonSet has no scale subresource'],
  ['{ apiVersion: apps/v1, kind: StatefulSet, name: chat }', "'chat' is a Deployment here"],
  ['{ apiVersion: apps/v1, kind: Deployment, name: chatt }', "there is no Deployment 'chatt' here"],
  ['{ apiVersion: acme.io/v1, kind: Fleet, name: other }', "nothing scales Deployment 'chat'"],
])('KEDA with %s: %s', (target, words) => {
  const [line = ''] = told(rule, [chat(), keda(target)]);
  expect(line).toContain(words);
});

test('an HPA assumes no group at all', () => {
  const [line] = told(rule, [chat(), hpa('{ kind: Deployment, name: chat }')]);
  expect(line).toContain('a Deployment is looked for in the core group');
});

test('a scaler finds nothing in another namespace', () => {
  const [line] = told(rule, [chat(), keda('{ name: chat }', 'elsewhere')]);
  expect(line).toContain("error spec.scaleTargetRef.name: Deployment 'chat' is in namespace 'llm'");
});

test('two scalers of one workload fight', () => {
  const [line, ...more] = told(rule, [
    chat(),
    scaler(),
    hpa('{ apiVersion: apps/v1, kind: Deployment, name: chat }'),
  ]);
  expect(line).toContain("ScaledObject 'chat' scales Deployment 'chat' too");
  expect(more).toEqual([]);
});

test('scalers alone, and those of other workloads, say nothing', () => {
  expect(told(rule, [scaler()])).toEqual([]);
  expect(told(rule, [hpa('{ kind: Deployment, name: web }')])).toEqual([]);
});

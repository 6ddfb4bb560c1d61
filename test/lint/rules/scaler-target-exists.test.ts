import { readFiles } from '../../../src/lint/read/read';
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

const kserve = (annotations: string) => `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: chat
  namespace: llm
  annotations: { ${annotations} }
spec:
  predictor:
    minReplicas: 2
    model:
      modelFormat: { name: huggingface }
      storageUri: hf://Qwen/Qwen3-8B
      resources: { limits: { nvidia.com/gpu: 1 } }
`;
const PLAIN = 'serving.kserve.io/deploymentMode: Standard';
const OUTSIDE = `${PLAIN}, serving.kserve.io/autoscalerClass: external`;

test('the Deployment that KServe makes of an InferenceService is a target', () => {
  expect(told(rule, [kserve(OUTSIDE), keda('{ name: chat-predictor }')])).toEqual([]);
  const [near] = told(rule, [kserve(OUTSIDE), keda('{ name: chat }')]);
  expect(near).toContain("'chat' is an InferenceService here");
});

test('an InferenceService itself has nothing to scale', () => {
  const target = '{ apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, name: chat }';
  const { view } = readFiles([
    { file: 'a.yaml', text: [kserve(OUTSIDE), keda(target)].join('\n---\n') },
  ]);
  expect(rule.check(view).map(({ message, fix }) => [message, fix])).toEqual([
    [
      'an InferenceService has no scale subresource, so that nothing can set its replicas',
      'write apiVersion: apps/v1, kind: Deployment and name: chat-predictor',
    ],
  ]);
});

test('KServe makes an HPA of its own unless it is told that another one is there', () => {
  const target = hpa('{ apiVersion: apps/v1, kind: Deployment, name: chat-predictor }');
  const [line] = told(rule, [kserve(PLAIN), target]);
  expect(line).toContain("KServe makes an HPA of its own for Deployment 'chat-predictor'");
  expect(told(rule, [kserve(OUTSIDE), target])).toEqual([]);
  expect(told(rule, [kserve('a: b'), target])).toEqual([]);
});

test.each([
  ['', 'apps/v1, kind: Deployment, name: big-kserve'],
  [
    'worker: { containers: [{ name: main }] }',
    'leaderworkerset.x-k8s.io/v1, kind: LeaderWorkerSet, name: big-kserve-mn',
  ],
])('what KServe makes of an LLMInferenceService with "%s" is a target', (worker, made) => {
  const big = `
apiVersion: serving.kserve.io/v1alpha1
kind: LLMInferenceService
metadata: { name: big, namespace: llm }
spec:
  model: { uri: 'hf://Qwen/Qwen3-8B' }
  template: { containers: [{ name: main }] }
  ${worker}
`;
  expect(told(rule, [big, keda(`{ apiVersion: ${made} }`)])).toEqual([]);
  const [line] = told(rule, [big, keda('{ name: big-kserv }')]);
  expect(line).toContain('warning');
});

test('of two HPAs in files of their own one may be meant', () => {
  const target = '{ apiVersion: apps/v1, kind: Deployment, name: chat }';
  const files = (...texts: string[]) =>
    rule
      .check(readFiles(texts.map((text, at) => ({ file: `${at}.yaml`, text }))).view)
      .map(({ severity, fix }) => [severity, fix]);
  const other = hpa(target).replace('name: own', 'name: other');
  const together = 'write the triggers of both into one scaler; it follows the largest';
  expect(files(chat(), hpa(target), other)).toEqual([
    [
      'warning',
      'apply one of the two, or write the metrics of both into one scaler; it follows the largest',
    ],
  ]);
  expect(files(chat(), [hpa(target), other].join('\n---\n'))).toEqual([['error', together]]);
  expect(files(chat(), hpa(target), scaler())).toEqual([['error', together]]);
});

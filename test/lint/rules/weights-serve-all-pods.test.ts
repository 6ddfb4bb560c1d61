import { weightsServeAllPods as rule } from '../../../src/lint/rules/weights-serve-all-pods';
import { chat, claim, MODELS, scaler, severities, told } from './told';

const MOUNT = 'volumeMounts: [{ name: models, mountPath: /models }]';
const onClaim = (spec: string) => chat({ spec, pod: MODELS, container: MOUNT });
const SURGE = 'strategy: { rollingUpdate: { maxSurge: 1 } }';

test.each([
  ['ReadWriteOnce', 'replicas: 2', ['error']],
  ['ReadWriteOncePod', 'replicas: 2', ['error']],
  ['ReadWriteMany', 'replicas: 2', []],
  ['ReadOnlyMany', 'replicas: 2', []],
  // The pod of a surge may come to another node.
  ['ReadWriteOnce', `replicas: 1\n${SURGE}`, ['warning']],
  ['ReadWriteOnce', 'replicas: 1', ['info']],
  ['ReadWriteOnce', 'replicas: 1\nstrategy: { type: Recreate }', []],
])('a claim with %s and %j: %j', (mode, spec, found) => {
  expect(severities(rule, [onClaim(spec), claim(mode)])).toEqual(found);
});

test('the most that a scaler may start counts', () => {
  expect(severities(rule, [onClaim(''), claim('ReadWriteOnce'), scaler()])).toEqual(['error']);
});

test('a claim for each pod is not shared', () => {
  const spec = `
replicas: 3
volumeClaimTemplates:
- metadata: { name: models }
  spec: { accessModes: [ReadWriteOnce] }
`;
  expect(told(rule, [chat({ kind: 'StatefulSet', spec, container: MOUNT })])).toEqual([]);
});

const hub = (parts: { pod?: string; container?: string; model?: string }) =>
  chat({ ...parts, command: `[vllm, serve, ${parts.model ?? 'Qwen/Qwen3-32B'}]` });

test.each([
  ['a volume of the pod', { pod: 'volumes: [{ name: models, emptyDir: {} }]' }, ['warning']],
  [
    'a claim made for the pod',
    {
      pod: 'volumes: [{ name: models, ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce] } } } }]',
    },
    ['warning'],
  ],
  ['a claim', { pod: MODELS }, []],
  ["the node's disk", { pod: 'volumes: [{ name: models, hostPath: { path: /ssd } }]' }, []],
  ['a driver of its own', { pod: 'volumes: [{ name: models, csi: { driver: gcsfuse } }]' }, []],
])('the cache of the Hub on %s: %j', (_, { pod }, found) => {
  const container = `${MOUNT}\nenv: [{ name: HF_HOME, value: /models/hub }]`;
  expect(severities(rule, [hub({ pod, container })])).toEqual(found);
});

test.each([
  ['Qwen/Qwen3-0.6B', []],
  ['acme/unknown', []],
  ['s3://bucket/qwen3-32b', []],
  ['/models/qwen3-32b', []],
])('%s in the file system of one container: %j', (model, found) => {
  expect(severities(rule, [hub({ model })])).toEqual(found);
});

test('where a ConfigMap says where the cache is, nothing is said', () => {
  const container = 'env: [{ name: HF_HOME, valueFrom: { configMapKeyRef: { name: c, key: k } } }]';
  expect(told(rule, [hub({ container })])).toEqual([]);
});

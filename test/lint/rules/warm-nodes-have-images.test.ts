import { warmNodesHaveImages as rule } from '../../../src/lint/rules/warm-nodes-have-images';
import { chat, severities, told } from './told';

const IMAGE = 'vllm/vllm-openai:v0.32.0';
const placeholder = (pod = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: headroom, namespace: llm }
spec:
  template:
    spec:
      ${pod}
      containers:
      - name: pause
        image: registry.k8s.io/pause:3.10
        resources: { limits: { nvidia.com/gpu: 1 } }
`;
const puller = (pod = '') => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: images, namespace: llm }
spec:
  template:
    spec:
      ${pod}
      initContainers: [{ name: pull, image: '${IMAGE}', command: ['true'] }]
      containers: [{ name: pause, image: 'registry.k8s.io/pause:3.10' }]
`;
const TAINTED = 'tolerations: [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]';

test.each([
  ['nothing pulls', [], ['warning']],
  ['a DaemonSet pulls', [puller()], []],
  [
    'a job of Kruise pulls',
    [
      `apiVersion: apps.kruise.io/v1beta1\nkind: ImagePullJob\nmetadata: { name: i }\nspec: { image: '${IMAGE}' }`,
    ],
    [],
  ],
])('%s', (_, others, found) => {
  expect(severities(rule, [chat(), placeholder(), ...others])).toEqual(found);
});

test('a DaemonSet that does not tolerate the taint of the GPUs is not there', () => {
  const [line] = told(rule, [chat(), placeholder(TAINTED), puller()]);
  expect(line).toContain("DaemonSet 'images' holds it on other nodes only");
  expect(
    told(rule, [chat(), placeholder(TAINTED), puller('tolerations: [{ operator: Exists }]')]),
  ).toEqual([]);
});

test('nodes for another service, and headroom alone, say nothing', () => {
  const other = chat({ pod: 'nodeSelector: { pool: a }' });
  expect(told(rule, [other, placeholder('nodeSelector: { pool: b }')])).toEqual([]);
  expect(told(rule, [placeholder()])).toEqual([]);
});

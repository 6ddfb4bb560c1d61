import { nodeLabelScalesFromZero as rule } from '../../../src/lint/rules/node-label-scales-from-zero';
import { chat, severities, told } from './told';

const DISCOVERED = 'nodeSelector: { nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3 }';

test.each([
  [undefined, []],
  ['none', []],
  ['karpenter', ['error']],
  ['gke', ['error']],
  ['cluster-autoscaler', ['warning']],
])('nodes bought by %s: %j', (nodeAutoscaler, found) => {
  expect(severities(rule, [chat({ pod: DISCOVERED })], { nodeAutoscaler })).toEqual(found);
});

test('a pod that asks by a label of Karpenter says who buys its node', () => {
  const pod = 'nodeSelector: { karpenter.sh/capacity-type: spot, nvidia.com/gpu.memory: "80000" }';
  const [line, ...more] = told(rule, [chat({ pod })]);
  expect(line).toContain('nodeSelector.nvidia.com/gpu.memory');
  expect(more).toEqual([]);
});

const affinity = (terms: string) => `
affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${terms}] } } }
`;
const GFD = '{ matchExpressions: [{ key: nvidia.com/gpu.product, operator: In, values: [a] }] }';

test('affinity counts where it has no alternative', () => {
  const site = { nodeAutoscaler: 'karpenter' };
  expect(severities(rule, [chat({ pod: affinity(GFD) })], site)).toEqual(['error']);
  expect(severities(rule, [chat({ pod: affinity(`${GFD}, ${GFD}`) })], site)).toEqual([]);
});

test('a label that a NodePool declares is known before there is a node', () => {
  const pool = `
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: gpus }
spec:
  limits: { nvidia.com/gpu: 8 }
  template: { metadata: { labels: { nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3 } }, spec: {} }
`;
  expect(told(rule, [chat({ pod: DISCOVERED }), pool])).toEqual([]);
});

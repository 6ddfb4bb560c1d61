import { weightsFitGpus as rule } from '../../../src/lint/rules/weights-fit-gpus';
import { chat, told } from './told';

const on = (label: string, value: string) => `nodeSelector: { ${label}: ${value} }`;
const L4 = on('cloud.google.com/gke-accelerator', 'nvidia-l4');
const serve = (model: string, ...more: string[]) =>
  `[${['vllm', 'serve', model, ...more].join(', ')}]`;
const big = 'meta-llama/Llama-3.3-70B-Instruct';

test.each([
  ['a large model on a small GPU', serve(big), L4, 1, '141 GB in bf16, and 1 L4 has 24 GB'],
  ['one of which only the name tells', serve('acme/own-70b'), L4, 4, '140 GB in bf16, and 4 L4s'],
  ['one that fits', serve('Qwen/Qwen3-8B'), L4, 1, ''],
  ['eight of them', serve(big, '--tensor-parallel-size=8'), L4, 8, ''],
  // Each rank of data parallelism has a copy.
  ['copies', serve(big, '--data-parallel-size=8'), L4, 8, '1 L4 has 24 GB'],
  ['weights that shrink', serve(big, '--quantization=bitsandbytes'), L4, 1, ''],
  ['weights that stay outside', serve(big, '--cpu-offload-gb=200'), L4, 1, ''],
  ['a GPU that nothing names', serve(big), '', 1, ''],
  ['an unknown node', serve(big), on('node.kubernetes.io/instance-type', 'own.8x'), 1, ''],
  [
    'a known node',
    serve(big),
    on('node.kubernetes.io/instance-type', 'g5.xlarge'),
    1,
    '1 A10G has',
  ],
  // 40 or 80 GB: the larger one counts.
  ['two sizes', serve(big), on('karpenter.k8s.aws/instance-gpu-name', 'a100'), 2, ''],
  ['a product', serve(big), on('nvidia.com/gpu.product', 'NVIDIA-L40S'), 1, '1 L40S has 48 GB'],
  ['a slice', serve(big), on('nvidia.com/gpu.product', 'NVIDIA-H100-80GB-HBM3-MIG-1g.10gb'), 1, ''],
  ['a model that nothing tells', serve('/models/own'), L4, 1, ''],
])('%s', (_, command, pod, gpus, words) => {
  const [line = ''] = told(rule, [chat({ command, pod, gpus })]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

test('affinity counts where it has one term, by the largest card that it admits', () => {
  const affinity = (values: string, terms = 1) => {
    const term = `{ matchExpressions: [{ key: nvidia.com/gpu.product, operator: In, values: [${values}] }] }`;
    const all = Array(terms).fill(term).join(', ');
    return `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [${all}] } } }`;
  };
  const found = (pod: string) => told(rule, [chat({ command: serve(big), pod })]).length;
  expect(found(affinity('NVIDIA-L4, NVIDIA-L40S'))).toBe(1);
  expect(found(affinity('NVIDIA-L4, NVIDIA-B200'))).toBe(0);
  expect(found(affinity('NVIDIA-L4, own'))).toBe(0);
  expect(found(affinity('NVIDIA-L4', 2))).toBe(0);
});

test.each([
  [3, 'refuses to start'],
  [4, ''],
])('64 heads on %i ranks', (ranks, words) => {
  const command = serve(big, '--tensor-parallel-size', `'${ranks}'`);
  const [line = ''] = told(rule, [chat({ command, gpus: ranks })]);
  expect(line).toContain(words);
  expect(line === '').toBe(words === '');
});

import { sharedMemoryForRanks as rule } from '../../../src/lint/rules/shared-memory-for-ranks';
import { chat, severities, told } from './told';

const TWO = '[vllm, serve, /m, --tensor-parallel-size, "2"]';
const SHM = 'volumes: [{ name: shm, emptyDir: { medium: Memory } }]';
const MOUNT = 'volumeMounts: [{ name: shm, mountPath: /dev/shm }]';

test.each([
  [TWO, '', '', ['warning']],
  [TWO, SHM, MOUNT, []],
  [TWO, 'hostIPC: true', '', []],
  ['[vllm, serve, /m]', '', '', []],
  ['[vllm, serve, /m, -dp, "2"]', '', '', ['warning']],
])('%s with %j and %j: %j', (command, pod, container, found) => {
  expect(severities(rule, [chat({ command, pod, container, gpus: 2 })])).toEqual(found);
});

test('GPUs that a device claim gives count by the ranks', () => {
  const pod = 'resourceClaims: [{ name: gpus, resourceClaimTemplateName: gpus }]';
  expect(severities(rule, [chat({ command: TWO, gpus: 0, pod })])).toEqual(['warning']);
});

test('a volume that is mounted nowhere was meant to be it', () => {
  const [line] = told(rule, [chat({ command: TWO, gpus: 2, pod: SHM })]);
  expect(line).toContain("the memory volume 'shm' is mounted nowhere");
});

test('KubeRay mounts shared memory itself', () => {
  const cluster = `
apiVersion: ray.io/v1
kind: RayCluster
metadata: { name: chat }
spec:
  headGroupSpec:
    template:
      spec:
        containers:
        - { name: v, image: 'vllm/vllm-openai:v0.17.0', command: ${TWO}, resources: { limits: { nvidia.com/gpu: 2 } } }
`;
  expect(told(rule, [cluster])).toEqual([]);
});

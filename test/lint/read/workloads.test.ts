import { container, deployment, pod, service, services } from './manifests';

const serving = 'containers: [{ name: main, image: "vllm/vllm-openai:v0.18.1" }]';

describe('a workload serves by its containers', () => {
  test('an unknown image serves where it holds GPUs and something asks it', () => {
    expect(service(deployment('image: example/a:1'))).toMatchObject({ gpusPerReplica: 1 });
    const unasked = deployment('image: example/a:1\nports: []');
    expect(services(unasked)).toEqual([]);
    expect(services(unasked.replace('example/a:1', 'nvcr.io/nim/meta/llama:1.8'))).toHaveLength(1);
  });

  test.each(['Job', 'DaemonSet', 'CronJob', 'Service', 'ConfigMap'])('a %s does not', (kind) => {
    const text = deployment('image: vllm/vllm-openai').replace('kind: Deployment', `kind: ${kind}`);
    expect(services(text)).toEqual([]);
  });

  test('a kind of the same name in another group is another kind', () => {
    const text = `apiVersion: cloud.example.com/v1\nkind: Deployment\nspec: {template: {spec: {${serving}}}}`;
    expect(services(text)).toEqual([]);
  });
});

describe('GPUs of a pod', () => {
  test('are those of its containers together or of one init container', () => {
    const one = 'resources: { limits: { nvidia.com/gpu: 3 } }';
    const more = `- name: b\n  ${one}\ninitContainers:\n- name: c\n  ${one}\n  restartPolicy: Always\n`;
    expect(pod('image: vllm/vllm-openai', more).gpus).toBe(7);
    const setup = 'initContainers:\n- name: c\n  resources: { limits: { amd.com/gpu: 8 } }';
    expect(pod('image: vllm/vllm-openai', setup).gpus).toBe(8);
  });

  test.each([
    'nvidia.com/mig-1g.10gb',
    'google.com/tpu',
    'habana.ai/gaudi',
    'gpu.intel.com/i915',
    'aws.amazon.com/neuron',
  ])('%s is one', (resource) => {
    const lines = `image: vllm/vllm-openai\nresources: { requests: { ${resource}: "2" } }`;
    expect(container(lines)).toMatchObject({ gpus: 2, gpuResource: resource });
  });

  test('may be claimed from a driver', () => {
    const claim = `
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: two }
spec: { spec: { devices: { requests: [{ name: g, exactly: { deviceClassName: gpu.nvidia.com, count: 2 } }] } } }
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: { name: channel }
spec: { spec: { devices: { requests: [{ name: g, deviceClassName: compute-domain-default-channel.nvidia.com }] } } }
---`;
    const lines =
      'image: vllm/vllm-openai\nresources: { claims: [{ name: gpus }, { name: fabric }] }';
    const claims = `resourceClaims:
- { name: gpus, resourceClaimTemplateName: two }
- { name: fabric, resourceClaimTemplateName: channel }`;
    expect(service(claim + deployment(lines, claims)).gpusPerReplica).toBe(2);
  });
});

describe('what Kubernetes assumes of a pod', () => {
  test('grace, probes and restart', () => {
    const { graceSeconds, containers } = pod(
      'image: vllm/vllm-openai\nreadinessProbe: { httpGet: { port: 8000 } }\nlivenessProbe: {}',
    );
    expect(graceSeconds).toMatchObject({ value: 30, isDefault: true });
    expect(containers[0].probes).toMatchObject({
      readiness: {
        kind: 'http',
        httpPath: '/',
        initialDelaySeconds: 0,
        periodSeconds: 10,
        timeoutSeconds: 1,
        failureThreshold: 3,
      },
    });
    expect(containers[0].probes.liveness).toBeUndefined();
  });

  test('volumes by what is behind them', () => {
    const { volumes } = pod(
      'image: vllm/vllm-openai',
      `volumes:
- { name: a, emptyDir: {} }
- { name: b, emptyDir: { medium: Memory } }
- { name: c, persistentVolumeClaim: { claimName: models } }
- { name: d, hostPath: { path: /x } }
- { name: e, ephemeral: { volumeClaimTemplate: {} } }
- { name: f, configMap: { name: x } }`,
    );
    expect(volumes.map(({ name, kind, claimName }) => [name, kind, claimName])).toEqual([
      ['a', 'empty-dir', undefined],
      ['b', 'memory', undefined],
      ['c', 'claim', 'models'],
      ['d', 'host-path', undefined],
      ['e', 'claim', undefined],
      ['f', 'other', undefined],
    ]);
  });

  test('values of variables, and those that come from elsewhere', () => {
    const { env, fromElsewhere } = container(`image: vllm/vllm-openai
env:
- { name: A, value: 1 }
- { name: B, valueFrom: { secretKeyRef: { name: s, key: k } } }
- { name: C }`);
    expect([...env].map(([name, { value }]) => [name, value])).toEqual([
      ['A', '1'],
      ['C', ''],
    ]);
    expect([...fromElsewhere]).toEqual(['B']);
  });
});

describe('roll-outs in whole replicas', () => {
  const rollout = (spec: string) => {
    const text = `
apiVersion: apps/v1
kind: Deployment
spec: { ${spec}, template: { spec: { ${serving} } } }`;
    const { strategy, surge, unavailable } = service(text).rollout;
    return [strategy, surge.value, unavailable.value];
  };

  test.each([
    ['replicas: 10', ['RollingUpdate', 3, 2]],
    ['replicas: 1', ['RollingUpdate', 1, 0]],
    ['replicas: 3, strategy: { rollingUpdate: { maxSurge: 0 } }', ['RollingUpdate', 0, 1]],
    [
      'replicas: 4, strategy: { rollingUpdate: { maxSurge: 100%, maxUnavailable: 1 } }',
      ['RollingUpdate', 4, 1],
    ],
    ['replicas: 4, strategy: { type: Recreate }', ['Recreate', 0, 4]],
  ])('%s', (spec, expected) => {
    expect(rollout(spec)).toEqual(expected);
  });
});

test('a StatefulSet gives each pod its claims', () => {
  const { pods, claims, rollout } = service(`
apiVersion: apps/v1
kind: StatefulSet
spec:
  volumeClaimTemplates: [{ metadata: { name: cache }, spec: { accessModes: [ReadWriteOnce] } }]
  template: { spec: { ${serving} } }`);
  expect(pods[0].volumes).toMatchObject([{ name: 'cache', kind: 'claim', claimName: 'cache' }]);
  expect(claims).toMatchObject([{ name: 'cache', isPerPod: true, accessModes: ['ReadWriteOnce'] }]);
  expect([rollout.surge.value, rollout.unavailable.value]).toEqual([0, 1]);
});

describe('a LeaderWorkerSet', () => {
  const lws = (template: string) => `
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: { name: r1 }
spec:
  replicas: 2
  leaderWorkerTemplate:
    size: 4
    ${template}`;
  const gpus = 'resources: { limits: { nvidia.com/gpu: 8 } }';
  const vllm = `{ name: m, image: "vllm/vllm-openai:v0.18.1", args: [--pipeline-parallel-size=$(LWS_GROUP_SIZE)], ${gpus} }`;

  test('is a leader that serves and its workers', () => {
    const { pods, gpusPerReplica, replicas, rollout } = service(
      lws(`leaderTemplate: { spec: { containers: [${vllm}] } }
    workerTemplate: { spec: { containers: [${vllm}] } }`),
    );
    expect([replicas.value, gpusPerReplica]).toEqual([2, 32]);
    expect(pods.map(({ role, count }) => [role, count])).toEqual([
      ['server', 1],
      ['worker', 3],
    ]);
    expect(pods.map(({ containers }) => containers[0].engine?.isServer)).toEqual([true, false]);
    expect(pods[0].server?.engine?.pipeline).toBe(4);
    expect(pods[0].labels).toEqual({
      'leaderworkerset.sigs.k8s.io/name': 'r1',
      'leaderworkerset.sigs.k8s.io/worker-index': '0',
    });
    expect([rollout.surge.value, rollout.unavailable.value]).toEqual([0, 1]);
  });

  test('without a template of the leader is pods of one kind', () => {
    const { pods, gpusPerReplica } = service(
      lws(`workerTemplate: { spec: { containers: [${vllm}] } }`),
    );
    expect(pods.map(({ role, count }) => [role, count])).toEqual([['server', 4]]);
    expect(gpusPerReplica).toBe(32);
  });
});

test('a native sidecar may be the server', () => {
  const sidecar = `initContainers:
- name: engine
  image: vllm/vllm-openai
  restartPolicy: Always`;
  expect(pod('image: nginx\nresources: {}', sidecar).server?.name).toBe('engine');
});

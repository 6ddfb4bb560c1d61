import { App, Chart, Size } from 'cdk8s';
import {
  CaBundle,
  LlmModel,
  NodeAutoscaler,
  SecretKey,
  ServingPlatform,
  WeightCache,
  type WeightCacheProps,
  WeightStore,
} from '../../src';
import { refusedByRestricted } from '../manifests/restricted';
import { chartOf, type Fields, propsOf, refusal, serviceOf } from './support';

const { model } = propsOf();
const revision = '0e9e39f249a16976918f6564b8830bc894c89659';
const nodeSelector = { pool: 'gpu' };

const cacheOf = (part: Partial<WeightCacheProps> = {}, chart = chartOf()): WeightCache =>
  new WeightCache(chart, 'llama', { model, revision, ...part });

const objectOf = (cache: WeightCache, kind: string): Fields =>
  Chart.of(cache)
    .toJson()
    .find((object: Fields) => object.kind === kind);

const downloadOf = (cache: WeightCache): Fields => {
  const { containers, initContainers = [] } = cache.filler.toJson().spec.template.spec;
  return [...initContainers, ...containers].find(({ name }: Fields) => name === 'download');
};

const variablesOf = (cache: WeightCache): Fields =>
  Object.fromEntries(
    downloadOf(cache).env.map(({ name, value, valueFrom }: Fields) => [name, value ?? valueFrom]),
  );

describe('a shared claim', () => {
  test('holds two revisions of the weights and a tenth of room, on every node', () => {
    const { spec, metadata } = objectOf(cacheOf(), 'PersistentVolumeClaim');
    // 16.06 GB are 14.96 GiB
    expect(spec).toEqual({
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '33Gi' } },
    });
    expect(metadata).toMatchObject({ name: 'llama', namespace: 'serving' });
  });

  test('has the size and the class that are stated', () => {
    const storageClassName = 'fast';
    const store = WeightStore.sharedClaim({ storageClassName, revisions: 3 });
    const { spec } = objectOf(cacheOf({ store, checkpointGiB: 10 }), 'PersistentVolumeClaim');
    expect(spec).toMatchObject({
      storageClassName,
      resources: { requests: { storage: '33Gi' } },
    });
  });

  test('is as large as is stated, since the throughput of many file systems grows with it', () => {
    const storeOf = (size: Size) => WeightStore.sharedClaim({ size });
    const sizeOf = (store: WeightStore) =>
      objectOf(cacheOf({ store }), 'PersistentVolumeClaim').spec.resources.requests.storage;
    expect(sizeOf(storeOf(Size.gibibytes(7200)))).toBe('7200Gi');
    expect(sizeOf(storeOf(Size.gibibytes(33)))).toBe('33Gi');
    expect(refusal(() => cacheOf({ store: storeOf(Size.gibibytes(32)) }))).toContain(
      '\'store.size\' ("32 GiB") must be at least 33 GiB: 2 revisions and a tenth',
    );
  });

  test('has the class that the platform shares, unless it states one', () => {
    const classOf = (store?: WeightStore) => {
      const platform = ServingPlatform.custom({ sharedStorageClass: 'efs' });
      const claim = objectOf(cacheOf({ store }, chartOf(platform)), 'PersistentVolumeClaim');
      return claim.spec.storageClassName;
    };
    expect(classOf()).toBe('efs');
    expect(classOf(WeightStore.sharedClaim({ storageClassName: 'fsx' }))).toBe('fsx');
  });

  test('warns where the cluster chooses its class, until one is stated as advised', () => {
    const warningsOf = (site: object, store?: WeightStore) =>
      cacheOf({ store }, chartOf(ServingPlatform.custom(site))).warnings;
    expect(warningsOf({})).toMatchObject([{ code: 'claim-without-class' }]);
    expect(warningsOf({ sharedStorageClass: 'efs' })).toEqual([]);
    expect(warningsOf({}, WeightStore.sharedClaim({ storageClassName: 'efs' }))).toEqual([]);
    const node = WeightStore.nodeLocal({ directory: '/mnt/nvme', nodeSelector });
    expect(warningsOf({}, node)).toEqual([]);
  });

  test('is not deleted by Argo CD or Flux', () => {
    expect(objectOf(cacheOf(), 'PersistentVolumeClaim').metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
  });
});

describe('the Job that fills it', () => {
  test('downloads the commit with the files that vLLM reads', () => {
    const { command } = downloadOf(cacheOf());
    expect(command.slice(0, 2)).toEqual(['python3', '-c']);
    expect(command.slice(3)).toEqual([
      'meta-llama/Llama-3.1-8B-Instruct',
      revision,
      '/models/0e9e39f249a1',
      '/models/0e9e39f249a1/.complete',
      '["*.json","*.safetensors","*.model","*.tiktoken","*.txt","*.jinja","!consolidated*"]',
    ]);
  });

  test('tries again, except where it was refused for good', () => {
    const { spec } = objectOf(cacheOf(), 'Job');
    expect(spec.backoffLimit).toBe(6);
    expect(spec.ttlSecondsAfterFinished).toBeUndefined();
    expect(spec.template.spec.restartPolicy).toBe('Never');
    expect(spec.podFailurePolicy.rules).toEqual([
      {
        action: 'FailJob',
        onExitCodes: { containerName: 'download', operator: 'In', values: [2] },
      },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ]);
  });

  test('is named by its content: the same for the same, another for another', () => {
    const nameOf = (part: Partial<WeightCacheProps> = {}) => cacheOf(part).filler.name;
    expect(nameOf()).toMatch(/^llama-[0-9a-f]{10}$/);
    expect(nameOf()).toBe(nameOf());
    const others = [
      { revision: 'f'.repeat(40) },
      { image: 'mirror/python@sha256:01' },
      { files: ['*.json'] },
      { token: SecretKey.of('hub', 'token') },
    ].map(nameOf);
    expect(new Set([nameOf(), ...others]).size).toBe(5);
  });

  test('reaches a mirror through a proxy, with a certificate authority of your own', () => {
    const cache = cacheOf({
      repository: 'mirror/llama',
      token: SecretKey.of('hub', 'token'),
      hubEndpoint: 'https://hub.corp',
      proxy: 'http://proxy.corp:3128',
      noProxy: 'hub.corp,.svc',
      certificateAuthorities: CaBundle.configMap('corp-ca', 'ca.pem'),
    });
    expect(downloadOf(cache).command[3]).toBe('mirror/llama');
    expect(variablesOf(cache)).toEqual({
      CA_FILE: '/certificates/ca.pem',
      HF_ENDPOINT: 'https://hub.corp',
      HTTPS_PROXY: 'http://proxy.corp:3128',
      HTTP_PROXY: 'http://proxy.corp:3128',
      NO_PROXY: 'hub.corp,.svc',
      HF_TOKEN: { secretKeyRef: { name: 'hub', key: 'token' } },
    });
    const { volumes } = cache.filler.toJson().spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'certificates',
      configMap: { name: 'corp-ca', items: [{ key: 'ca.pem', path: 'ca.pem' }] },
    });
    expect(downloadOf(cache).volumeMounts).toContainEqual({
      name: 'certificates',
      mountPath: '/certificates',
      readOnly: true,
    });
  });

  test('takes certificate authorities from a Secret, too', () => {
    const certificateAuthorities = CaBundle.secret(SecretKey.of('corp', 'ca.crt'));
    const { volumes } = cacheOf({ certificateAuthorities }).filler.toJson().spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'certificates',
      secret: { secretName: 'corp', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });

  test('runs where it is told to, without a GPU and in the zone of the file system', () => {
    const cache = cacheOf({
      store: WeightStore.sharedClaim({ zone: 'eu-central-1a' }),
      nodeSelector: { pool: 'cpu' },
      toleratedTaints: ['batch'],
      imagePullSecrets: ['mirror'],
    });
    const pod = cache.filler.toJson().spec.template.spec;
    expect(pod.nodeSelector).toEqual({
      pool: 'cpu',
      'topology.kubernetes.io/zone': 'eu-central-1a',
    });
    expect(pod.tolerations).toEqual([{ key: 'batch', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(pod.imagePullSecrets).toEqual([{ name: 'mirror' }]);
    expect(cacheOf().filler.toJson().spec.template.spec.tolerations).toBeUndefined();
  });
});

test.each([
  ['a Job', undefined, {}],
  ['a Job on OpenShift', undefined, { openShift: true }],
  ['a DaemonSet', WeightStore.nodeLocal({ directory: '/mnt/nvme', nodeSelector }), {}],
])('pods of %s pass the restricted level', (_, store, site) => {
  const cache = cacheOf({ store }, chartOf(ServingPlatform.custom(site)));
  const pod = cache.filler.toJson().spec.template.spec;
  expect(refusedByRestricted(pod)).toEqual([]);
  expect(pod.securityContext.fsGroup).toBe('openShift' in site ? undefined : 2000);
});

describe('a directory of every node', () => {
  const store = WeightStore.nodeLocal({ directory: '/mnt/nvme/models', nodeSelector });
  const cache = cacheOf({ store });

  test('is one local volume with the affinity of all of them, bound to one claim', () => {
    const { metadata, spec } = objectOf(cache, 'PersistentVolume');
    expect(metadata.name).toBe('serving-llama');
    expect(metadata.namespace).toBeUndefined();
    expect(spec).toMatchObject({
      accessModes: ['ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: '',
      claimRef: { name: 'llama', namespace: 'serving' },
      local: { path: '/mnt/nvme/models' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'pool', operator: 'In', values: ['gpu'] }] },
          ],
        },
      },
    });
    expect(objectOf(cache, 'PersistentVolumeClaim').spec).toMatchObject({
      storageClassName: '',
      volumeName: 'serving-llama',
    });
  });

  test('is filled by a DaemonSet that downloads and then does nothing', () => {
    const { spec, metadata } = objectOf(cache, 'DaemonSet');
    const pod = spec.template.spec;
    expect(metadata.name).toBe('llama');
    expect(pod.nodeSelector).toEqual(nodeSelector);
    expect(pod.tolerations.map(({ key }: Fields) => key)).toEqual([
      'amd.com/gpu',
      'nvidia.com/gpu',
    ]);
    expect(pod.initContainers.map(({ name }: Fields) => name)).toEqual(['download']);
    expect(pod.containers).toMatchObject([{ name: 'pause', image: 'registry.k8s.io/pause:3.10' }]);
    expect(pod.volumes).toEqual([
      { name: 'models', persistentVolumeClaim: { claimName: 'llama' } },
    ]);
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  });

  test('asks nearly nothing of its node for as long as it stays there', () => {
    // Kubernetes counts an init container for the life of its pod, and services leave no core.
    expect(downloadOf(cache).resources).toEqual({
      requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '1Gi' },
    });
    expect(downloadOf(cacheOf()).resources.requests).toMatchObject({ cpu: '1', memory: '1Gi' });
  });

  test('has the priority that is stated, so that a service does not preempt its own weights', () => {
    const first = WeightStore.nodeLocal({
      directory: '/mnt/nvme',
      nodeSelector,
      priorityClassName: 'daemons',
    });
    const classOf = (one: WeightCache) => one.filler.toJson().spec.template.spec.priorityClassName;
    expect(classOf(cacheOf({ store: first }))).toBe('daemons');
    expect(classOf(cache)).toBeUndefined();
  });

  test('has labels of the length that Kubernetes takes, however long its names', () => {
    const chart = new Chart(new App(), 'llm', { namespace: 'n'.repeat(63) });
    const long = new WeightCache(chart, 'llama', { model, revision, store, name: 'w'.repeat(51) });
    const { metadata } = objectOf(long, 'PersistentVolume');
    expect(metadata.name).toHaveLength(63 + 1 + 51);
    expect(metadata.labels['app.kubernetes.io/name']).toBe('w'.repeat(51));
  });

  test('keeps another pause image where one is stated', () => {
    const mirrored = WeightStore.nodeLocal({
      directory: '/mnt/nvme',
      nodeSelector,
      pauseImage: 'mirror/pause@sha256:01',
    });
    const [pause] = cacheOf({ store: mirrored }).filler.toJson().spec.template.spec.containers;
    expect(pause.image).toBe('mirror/pause@sha256:01');
  });

  test('is planned at the speed of a disk, and warned of where nodes are bought', () => {
    const of = (nodeAutoscaler: NodeAutoscaler) => {
      const chart = chartOf(ServingPlatform.custom({ nodeAutoscaler }));
      return serviceOf({ weights: cacheOf({ store }, chart).weights }, chart).plan;
    };
    const { warnings } = of(NodeAutoscaler.KARPENTER);
    expect(of(NodeAutoscaler.NONE).toRequest().caches).toEqual({ weights: 'node-local' });
    expect(warnings.map(({ code }) => code)).toContain('weights-not-on-new-nodes');
  });
});

describe('a service with the weights of a cache', () => {
  const podOf = (cache: WeightCache): Fields => {
    const service = serviceOf({ weights: cache.weights }, Chart.of(cache));
    return service.workload.toJson().spec.leaderWorkerTemplate.workerTemplate.spec;
  };

  test('mounts the folder of the revision, read-only and offline', () => {
    const pod = podOf(cacheOf());
    const [engine] = pod.containers;
    expect(engine.command).toEqual(['vllm', 'serve', '/models/0e9e39f249a1']);
    expect(engine.env).toContainEqual({ name: 'HF_HUB_OFFLINE', value: '1' });
    expect(pod.volumes).toContainEqual({
      name: 'models',
      persistentVolumeClaim: { claimName: 'llama', readOnly: true },
    });
    expect(JSON.stringify(pod)).not.toContain('HF_TOKEN');
  });

  test('waits for the last file before the engine starts', () => {
    const pod = podOf(cacheOf());
    expect(refusedByRestricted(pod)).toEqual([]);
    const [wait] = pod.initContainers;
    expect(wait).toMatchObject({ name: 'wait-for-weights', image: 'vllm/vllm-openai:v0.32.0' });
    // 16.06 GB at 0.48 GB/s, four times as long at the worst, in steps of five minutes
    expect(wait.command.slice(3)).toEqual([
      '/models/0e9e39f249a1/.complete',
      '300',
      'the Job of the claim llama',
      '3',
    ]);
    expect(wait.volumeMounts).toEqual([{ name: 'models', mountPath: '/models', readOnly: true }]);
  });

  test('does not roll when only the download changes', () => {
    const [one, other] = [{}, { token: SecretKey.of('hub', 'token'), image: 'python:3.14-slim' }];
    expect(podOf(cacheOf(one))).toEqual(podOf(cacheOf(other)));
  });

  test('stays in the zone of the cache, and reads at its rate', () => {
    const cache = cacheOf({
      store: WeightStore.sharedClaim({ zone: 'eu-central-1a', readGBps: 3 }),
    });
    expect(podOf(cache).nodeSelector['topology.kubernetes.io/zone']).toBe('eu-central-1a');
    expect(cache.weights.readGBps).toBe(3);
  });

  test('is refused in another namespace, and in front of another model', () => {
    const cache = cacheOf();
    const elsewhere = new Chart(cache.node.root as App, 'other', { namespace: 'other' });
    expect(refusal(() => serviceOf({ weights: cache.weights }, elsewhere))).toContain(
      '\'weights\' ("a cache in namespace serving") must be in other',
    );
    const other = LlmModel.of('Qwen/Qwen3-8B');
    expect(
      refusal(() => serviceOf({ weights: cache.weights, model: other }, Chart.of(cache))),
    ).toContain(
      '\'weights\' ("meta-llama/Llama-3.1-8B-Instruct") must be those of the model that is served, Qwen/Qwen3-8B',
    );
  });
});

describe('a cache is refused', () => {
  test.each<[string, Partial<WeightCacheProps>]>([
    [
      '\'revision\' ("main") must be a commit of 40 hexadecimal digits: branches and tags move under the same name: git ls-remote https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct main',
      { revision: 'main' },
    ],
    ["'revision' (missing)", { revision: undefined as unknown as string }],
    ["'model' (missing) must be given", { model: undefined as unknown as LlmModel }],
    [
      "'checkpointGiB' (missing) must be given for openai/whisper-large-v3",
      { model: LlmModel.measured('openai/whisper-large-v3') },
    ],
    ["'checkpointGiB' (0) must be more than 0", { checkpointGiB: 0 }],
    [
      "'checkpointGiB' (Infinity) must be more than 0 and at most",
      { checkpointGiB: Number.POSITIVE_INFINITY },
    ],
    ['\'hubEndpoint\' ("hub.corp") must be an address', { hubEndpoint: 'hub.corp' }],
    ['\'proxy\' ("proxy:3128") must be an address', { proxy: 'proxy:3128' }],
    ['\'noProxy\' (".svc") must be given with a proxy', { noProxy: '.svc' }],
    ['\'name\' ("Llama") must be a DNS-1035 label', { name: 'Llama' }],
    ["did you mean 'revision'?", { revison: revision } as Partial<WeightCacheProps>],
    [
      '\'nodeSelector\' ({"pool":"cpu"}) must be left out with WeightStore.nodeLocal',
      {
        store: WeightStore.nodeLocal({ directory: '/mnt/nvme', nodeSelector }),
        nodeSelector: { pool: 'cpu' },
      },
    ],
    [
      "'nodeSelector['topology.kubernetes.io/zone']' (\"b\") must be a, where the store is",
      {
        store: WeightStore.sharedClaim({ zone: 'a' }),
        nodeSelector: { 'topology.kubernetes.io/zone': 'b' },
      },
    ],
  ])('with %s', (message, part) => {
    const chart = chartOf();
    expect(refusal(() => cacheOf(part, chart))).toContain(message);
    expect(chart.node.children).toEqual([]);
  });

  test('with a login in an address, which the message does not repeat', () => {
    const login = 'https://ci:s3cr3t@hub.corp/models';
    const message = refusal(() => cacheOf({ hubEndpoint: login, proxy: login }));
    expect(message).toContain('\'hubEndpoint\' ("https://…@hub.corp/models") must be an address');
    expect(message).toContain("'proxy' (");
    expect(message).not.toContain('s3cr3t');
    const others = { hubEndpoint: 'ci:s3cr3t@hub.corp', proxy: 's3cr3t@proxy', revision: 'main' };
    expect(refusal(() => cacheOf(others))).not.toContain('s3cr3t');
  });

  test('on the disks of OpenShift, and taken on the claim that is advised', () => {
    const chart = chartOf(ServingPlatform.custom({ openShift: true }));
    const store = WeightStore.nodeLocal({ directory: '/mnt/nvme', nodeSelector });
    expect(refusal(() => cacheOf({ store }, chart))).toContain(
      '\'store\' ("WeightStore.nodeLocal") must be another store on OpenShift',
    );
    expect(chart.node.children).toEqual([]);
    expect(() => cacheOf({ store: WeightStore.sharedClaim() }, chart)).not.toThrow();
  });

  test('under a name that another cache of the namespace has', () => {
    const chart = chartOf();
    cacheOf({}, chart);
    expect(
      refusal(() => new WeightCache(chart, 'other', { model, revision, name: 'llama' })),
    ).toContain("'name' (\"llama\") must be another than that of 'llm/llama'");
  });

  test.each<[string, () => WeightStore]>([
    ["'revisions' (0) must be a whole number", () => WeightStore.sharedClaim({ revisions: 0 })],
    ["did you mean 'zone'?", () => WeightStore.sharedClaim({ zones: 'a' } as object)],
    [
      '\'directory\' ("models") must be an absolute path',
      () => WeightStore.nodeLocal({ directory: 'models', nodeSelector }),
    ],
    [
      "'nodeSelector' ({}) must be at least one label",
      () => WeightStore.nodeLocal({ directory: '/mnt/nvme', nodeSelector: {} }),
    ],
  ])('for a store with %s', (message, store) => {
    expect(refusal(store)).toContain(message);
  });

  test('for a measured model, and taken once its size is stated as advised', () => {
    const whisper = LlmModel.measured('openai/whisper-large-v3');
    const cache = cacheOf({ model: whisper, checkpointGiB: 3 });
    expect(objectOf(cache, 'PersistentVolumeClaim').spec.resources.requests.storage).toBe('7Gi');
  });
});

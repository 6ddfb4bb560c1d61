import {
  CacheMedium,
  type FluidStoreOptions,
  LlmModel,
  SecretKey,
  WeightCache,
  type WeightCacheProps,
  WeightStore,
} from '../../src';
import { chartOf, type Fields, propsOf, refusal, serviceOf } from './support';

const { model } = propsOf();
const mountPoint = 's3://models/llama-3.1-8b/';
const options: FluidStoreOptions = { mountPoint, directory: '/mnt/nvme/fluid', replicas: 4 };

const cacheOf = (
  part: Partial<FluidStoreOptions> = {},
  props: Partial<WeightCacheProps> = {},
  chart = chartOf(),
): WeightCache =>
  new WeightCache(chart, 'llama', {
    model,
    store: WeightStore.fluid({ ...options, ...part }),
    ...props,
  });

const runtimeOf = (cache: WeightCache): Fields =>
  (cache.node.findChild('Runtime') as WeightCache['claim']).toJson();
const quotaOf = (cache: WeightCache): string => runtimeOf(cache).spec.tieredstore.levels[0].quota;

describe('a cache of Fluid', () => {
  test('is a dataset, its runtime and a load, and neither a claim nor a Job', () => {
    const chart = chartOf();
    cacheOf({}, {}, chart);
    const objects: Fields[] = chart.toJson();
    expect(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'data.fluid.io/v1alpha1 Dataset',
      'data.fluid.io/v1alpha1 AlluxioRuntime',
      'data.fluid.io/v1alpha1 DataLoad',
    ]);
    expect(objects.map(({ metadata }) => metadata.namespace)).toEqual(Array(3).fill('serving'));
  });

  test('mounts the folder read-only, beside other datasets and on tainted nodes', () => {
    const { metadata, spec } = cacheOf().claim.toJson();
    expect(metadata.name).toBe('llama');
    expect(spec).toEqual({
      accessModes: ['ReadOnlyMany'],
      mounts: [{ name: 'llama-3.1-8b', mountPoint }],
      placement: 'Shared',
      tolerations: ['amd.com/gpu', 'nvidia.com/gpu'].map((key) => ({
        key,
        operator: 'Exists',
        effect: 'NoSchedule',
      })),
    });
    expect(cacheOf({}, { toleratedTaints: [] }).claim.toJson().spec.tolerations).toBeUndefined();
  });

  test('holds one copy and a tenth of room among its workers', () => {
    // 16.06 GB are 14.96 GiB
    expect(runtimeOf(cacheOf()).spec).toEqual({
      replicas: 4,
      tieredstore: {
        levels: [
          { mediumtype: 'SSD', path: '/mnt/nvme/fluid', quota: '5Gi', high: '0.95', low: '0.7' },
        ],
      },
    });
    expect(quotaOf(cacheOf({ replicas: 1 }))).toBe('17Gi');
    expect(quotaOf(cacheOf({ replicas: 2 }, { checkpointGiB: 100 }))).toBe('55Gi');
  });

  test('keeps it in memory, on the nodes and with the pull secrets that are stated', () => {
    const nodeSelector = { pool: 'gpu' };
    const part = { mediumType: CacheMedium.MEMORY, directory: '/dev/shm', nodeSelector };
    const { spec } = runtimeOf(cacheOf(part, { imagePullSecrets: ['registry'] }));
    expect(spec.tieredstore.levels[0]).toMatchObject({ mediumtype: 'MEM', path: '/dev/shm' });
    expect(spec.worker).toEqual({ nodeSelector });
    expect(spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
  });

  test('takes keys from Secrets and never writes one', () => {
    const { spec } = cacheOf({
      options: { 'alluxio.underfs.s3.region': 'eu-central-1' },
      encryptOptions: { 'aws.accessKeyId': SecretKey.of('s3', 'id') },
    }).claim.toJson();
    expect(spec.mounts[0]).toMatchObject({
      options: { 'alluxio.underfs.s3.region': 'eu-central-1' },
      encryptOptions: [
        { name: 'aws.accessKeyId', valueFrom: { secretKeyRef: { name: 's3', key: 'id' } } },
      ],
    });
  });

  test('is loaded once, and again where it becomes another', () => {
    const { metadata, spec } = cacheOf().filler.toJson();
    expect(metadata.name).toMatch(/^llama-[0-9a-f]{10}$/);
    expect(spec).toEqual({
      dataset: { name: 'llama', namespace: 'serving' },
      loadMetadata: true,
      target: [{ path: '/llama-3.1-8b' }],
    });
    const nameOf = (part: Partial<FluidStoreOptions>) => cacheOf(part).filler.name;
    expect(nameOf({})).toBe(metadata.name);
    const others = [{ mountPoint: 's3://models/other/' }, { replicas: 5 }, { directory: '/ssd' }];
    expect(new Set([metadata.name, ...others.map(nameOf)]).size).toBe(4);
  });

  test('is left alone by Argo CD and Flux, since its claim would go with it', () => {
    const keep = {
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    };
    const cache = cacheOf();
    expect(cache.claim.toJson().metadata.annotations).toEqual(keep);
    expect(runtimeOf(cache).metadata.annotations).toEqual(keep);
    expect(cache.filler.toJson().metadata.annotations).toBeUndefined();
  });

  test('warns that its namespace cannot be restricted', () => {
    expect(cacheOf().warnings.map(({ code, path }) => [code, path])).toEqual([
      ['fluid-is-privileged', 'store'],
    ]);
    const revision = '0'.repeat(40);
    const store = WeightStore.sharedClaim({ storageClassName: 'efs' });
    expect(new WeightCache(chartOf(), 'llama', { model, revision, store }).warnings).toEqual([]);
  });

  test('has a name that leaves Helm room for the load', () => {
    const long = new WeightCache(chartOf(), `llama${'-long'.repeat(9)}`, {
      model,
      store: WeightStore.fluid(options),
    });
    const { name } = long.filler;
    expect(`${name}-loader`.length).toBeLessThanOrEqual(53);
    expect(refusal(() => cacheOf({}, { name: 'a'.repeat(36) }))).toContain('at most 35 characters');
    expect(cacheOf({}, { name: 'a'.repeat(35) }).filler.name).toHaveLength(46);
  });
});

test('a service mounts its claim read-only and waits for nothing', () => {
  const chart = chartOf();
  const cache = cacheOf({ readGBps: 2 }, {}, chart);
  const service = serviceOf({ weights: cache.weights }, chart);
  const pod = service.workload.toJson().spec.leaderWorkerTemplate.workerTemplate.spec;
  expect(pod.initContainers).toBeUndefined();
  expect(pod.containers[0].command).toEqual(['vllm', 'serve', '/models/llama-3.1-8b']);
  expect(pod.volumes).toContainEqual({
    name: 'models',
    persistentVolumeClaim: { claimName: 'llama', readOnly: true },
  });
  expect(service.plan.toRequest().caches).toEqual({ weights: 'shared-claim', weightsReadGBps: 2 });
});

test('another name of the mount is another folder', () => {
  const cache = cacheOf({ mountName: 'revision-2' });
  expect(cache.claim.toJson().spec.mounts[0].name).toBe('revision-2');
  expect(cache.filler.toJson().spec.target).toEqual([{ path: '/revision-2' }]);
});

describe('a cache of Fluid is refused', () => {
  test.each<[string, Partial<WeightCacheProps>]>([
    ['\'revision\' ("0e9e39f2") must be left out with WeightStore.fluid', { revision: '0e9e39f2' }],
    ["'token' (missing) must be left out", { token: SecretKey.of('hub', 'token') }],
    ['\'proxy\' ("http://p") must be left out', { proxy: 'http://p' }],
    [
      '\'nodeSelector\' ({"pool":"gpu"}) must be left out with WeightStore.fluid, which names its nodes itself',
      { nodeSelector: { pool: 'gpu' } },
    ],
    [
      "'checkpointGiB' (missing) must be given for openai/whisper-large-v3",
      { model: LlmModel.measured('openai/whisper-large-v3') },
    ],
  ])('with %s', (message, props) => {
    const chart = chartOf();
    expect(refusal(() => cacheOf({}, props, chart))).toContain(message);
    expect(chart.node.children).toEqual([]);
  });

  test.each<[string, Partial<FluidStoreOptions>]>([
    [
      '\'mountPoint\' ("https://…@nas.corp/m/") must be an address without user and password',
      { mountPoint: 'https://ci:s3cr3t@nas.corp/m/' },
    ],
    ['\'mountPoint\' ("models") must be an address with its scheme', { mountPoint: 'models' }],
    ['\'mountName\' ("a/b") must be letters, digits', { mountName: 'a/b' }],
    ["'replicas' (0) must be a whole number, at least 1", { replicas: 0 }],
    ['\'directory\' ("nvme") must be an absolute path', { directory: 'nvme' }],
    [
      "'options['aws.secretKey']' (missing) must be no secret, and no option of encryptOptions: state encryptOptions: { 'aws.secretKey': SecretKey.of('secret', 'key') } alone",
      { options: { 'aws.secretKey': 'hunter2' } },
    ],
    [
      "'options['region']'",
      { options: { region: 'a' }, encryptOptions: { region: SecretKey.of('s3', 'region') } },
    ],
    ["did you mean 'mountName'?", { mountname: 'a' } as Partial<FluidStoreOptions>],
  ])('for a store with %s', (message, part) => {
    const attempt = refusal(() => cacheOf(part));
    expect(attempt).toContain(message);
    expect(attempt).not.toContain('hunter2');
  });

  test.each(['local:///mnt/models', 'pvc://models', 'https://mirror/llama/'])(
    'and not over %s',
    (address) => {
      expect(() => cacheOf({ mountPoint: address })).not.toThrow();
    },
  );
});

import * as kplus from 'cdk8s-plus-28';
import {
  ClaimAccessMode,
  LlmInferenceService,
  SecretKey,
  ServingPlatform,
  WeightSource,
} from '../../src';
import { chartOf, type Fields, objectOf, propsOf, refusal, serviceOf, twoNodes } from './support';

const podOf = (service: LlmInferenceService): Fields =>
  objectOf(service, 'LeaderWorkerSet')?.spec.leaderWorkerTemplate.workerTemplate.spec;
const containerOf = (service: LlmInferenceService): Fields => podOf(service).containers[0];
const variablesOf = (service: LlmInferenceService): Fields =>
  Object.fromEntries(
    containerOf(service).env.map(({ name, value, valueFrom }: Fields) => [
      name,
      value ?? valueFrom,
    ]),
  );
const newest = () => chartOf(ServingPlatform.custom({ kubernetesVersion: '1.35' }));

describe('weights in an object store', () => {
  const uri = 's3://models/llama';

  test('are streamed by the engine, offline and without a volume', () => {
    const service = serviceOf({ weights: WeightSource.objectStore(uri, { concurrency: 32 }) });
    const { command, args } = containerOf(service);
    expect(command).toEqual(['vllm', 'serve', uri]);
    expect(args).toEqual(
      expect.arrayContaining([
        '--load-format=runai_streamer',
        '--model-loader-extra-config={"concurrency":32}',
      ]),
    );
    expect(variablesOf(service).HF_HUB_OFFLINE).toBe('1');
    expect(podOf(service).volumes.map(({ name }: Fields) => name)).toEqual(['cache', 'shm', 'tmp']);
    expect(service.plan.toRequest().caches).toEqual({ weights: 'object-store' });
  });

  test('leave the concurrency to the streamer where none is stated', () => {
    const { args } = containerOf(serviceOf({ weights: WeightSource.objectStore(uri) }));
    expect(args.join()).not.toContain('extra-config');
  });

  test('are read with keys by reference, at a store of your own', () => {
    const weights = WeightSource.objectStore(uri, {
      accessKeyId: SecretKey.of('minio', 'id'),
      secretAccessKey: SecretKey.of('minio', 'secret'),
      endpoint: 'https://minio.storage:9000',
      region: 'local',
    });
    expect(variablesOf(serviceOf({ weights }))).toMatchObject({
      AWS_ACCESS_KEY_ID: { secretKeyRef: { name: 'minio', key: 'id' } },
      AWS_SECRET_ACCESS_KEY: { secretKeyRef: { name: 'minio', key: 'secret' } },
      AWS_ENDPOINT_URL: 'https://minio.storage:9000',
      AWS_REGION: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
      RUNAI_STREAMER_S3_USE_VIRTUAL_ADDRESSING: '0',
    });
  });

  test('are not read from an endpoint with a login, which no message repeats', () => {
    const from = (address: string, endpoint: string) =>
      refusal(() => WeightSource.objectStore(address, { endpoint }));
    const login = from(uri, 'https://ci:s3cr3t@minio.storage');
    expect(login).toContain('\'endpoint\' ("https://…@minio.storage") must be an address without');
    expect(from(uri, 'minio:9000')).toContain(
      '\'endpoint\' ("minio:9000") must be an address with',
    );
    expect(from('gs://models/llama', 'https://ci:s3cr3t@minio.storage')).not.toContain('s3cr3t');
  });

  test('are read by the identity of the pods, which the ServiceAccount carries', () => {
    const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/models' };
    const weights = WeightSource.objectStore(uri, { serviceAccountAnnotations: role });
    const service = serviceOf({ weights });
    expect(objectOf(service, 'ServiceAccount')?.metadata.annotations).toEqual(role);
    expect(variablesOf(service).AWS_ENDPOINT_URL).toBeUndefined();
    expect(objectOf(serviceOf(), 'ServiceAccount')?.metadata.annotations).toBeUndefined();
  });

  test('name the account of an Azure store', () => {
    const weights = WeightSource.objectStore('az://models/llama', { account: 'store' });
    expect(variablesOf(serviceOf({ weights })).AZURE_STORAGE_ACCOUNT_NAME).toBe('store');
  });

  test.each<[string, string, object]>([
    [
      '\'uri\' ("https://models/llama") must be an address that the streamer reads',
      'https://models/llama',
      {},
    ],
    ['\'uri\' ("s3://")', 's3://', {}],
    ["'account' (missing) must be given for az://: name the storage account", 'az://m/llama', {}],
    [
      '\'region\' ("eu") must be left out for gs://, it is for s3://',
      'gs://m/llama',
      { region: 'eu' },
    ],
    ['\'account\' ("a") must be left out for s3://', uri, { account: 'a' }],
    [
      "'secretAccessKey' (missing) must be given with accessKeyId",
      uri,
      { accessKeyId: SecretKey.of('a', 'b') },
    ],
    ["'concurrency' (0) must be a whole number, at least 1", uri, { concurrency: 0 }],
    ["did you mean 'region'?", uri, { regoin: 'eu' }],
  ])('are refused with %s', (message, address, options) => {
    expect(refusal(() => WeightSource.objectStore(address, options))).toContain(message);
  });
});

describe('weights in an image', () => {
  const reference = 'registry.example/llama@sha256:0123';

  test('are a read-only volume that the engine loads from', () => {
    const service = serviceOf(
      { weights: WeightSource.image(reference, { path: 'models/llama', readGBps: 2 }) },
      newest(),
    );
    expect(podOf(service).volumes).toContainEqual({
      name: 'models',
      image: { reference, pullPolicy: 'IfNotPresent' },
    });
    const { command, volumeMounts } = containerOf(service);
    expect(volumeMounts).toContainEqual({ name: 'models', mountPath: '/models', readOnly: true });
    expect(command).toEqual(['vllm', 'serve', '/models/models/llama']);
    expect(variablesOf(service).HF_HUB_OFFLINE).toBe('1');
    expect(service.plan.toRequest().caches).toEqual({ weights: 'image', weightsReadGBps: 2 });
  });

  test('lie on the disk of the node, which the plan asks for', () => {
    const onImage = serviceOf({ weights: WeightSource.image(reference) }, newest());
    const onClaim = serviceOf({ weights: WeightSource.claim('llama') });
    const disk = ({ plan }: LlmInferenceService) =>
      plan.requirements.find(({ what }) => what.includes('ephemeral storage'))?.what;
    expect([disk(onImage), disk(onClaim)]).toEqual([
      expect.stringContaining('69 GiB'),
      expect.stringContaining('54 GiB'),
    ]);
  });

  test('are refused where image volumes are off', () => {
    expect(refusal(() => serviceOf({ weights: WeightSource.image(reference) }))).toContain(
      '\'weights\' ("image") must be another place on Kubernetes 1.34: image volumes are on from 1.35',
    );
  });
});

describe('a claim', () => {
  const { READ_WRITE_ONCE, READ_WRITE_ONCE_POD, READ_ONLY_MANY } = ClaimAccessMode;

  test.each([READ_WRITE_ONCE, READ_WRITE_ONCE_POD])(
    'of mode %s is refused to several pods, and taken by the one that is advised',
    (accessMode) => {
      const weights = WeightSource.claim('llama', { accessMode });
      const message = refusal(() => serviceOf({ weights }));
      expect(message).toContain(
        `'weights' ("${accessMode}") must be ReadWriteMany or ReadOnlyMany`,
      );
      expect(message).toContain('state replicas: 1');
      expect(() => serviceOf({ weights, replicas: 1 })).not.toThrow();
    },
  );

  test('of one node is refused to a group of nodes', () => {
    const weights = WeightSource.claim('llama', { accessMode: READ_WRITE_ONCE });
    expect(refusal(() => serviceOf({ ...twoNodes, weights, replicas: 1 }))).toContain(
      'the plan has up to 2 pods',
    );
  });

  test('that every node can read is taken', () => {
    const weights = WeightSource.claim('llama', { accessMode: READ_ONLY_MANY });
    expect(() => serviceOf({ weights })).not.toThrow();
  });

  test('of cdk8s-plus says itself who can mount it', () => {
    const chart = chartOf();
    const disk = new kplus.PersistentVolumeClaim(chart, 'disk', {
      accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    });
    const share = new kplus.PersistentVolumeClaim(chart, 'share', {
      accessModes: [
        kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE,
        kplus.PersistentVolumeAccessMode.READ_WRITE_MANY,
      ],
    });
    expect(refusal(() => serviceOf({ weights: WeightSource.fromClaim(disk) }, chart))).toContain(
      'ReadWriteOnce',
    );
    expect(() => serviceOf({ weights: WeightSource.fromClaim(share) }, chart)).not.toThrow();
  });

  test('keeps the pods in the zone of its volume', () => {
    const weights = WeightSource.claim('llama', { zone: 'eu-central-1a' });
    expect(podOf(serviceOf({ weights })).nodeSelector).toMatchObject({
      'topology.kubernetes.io/zone': 'eu-central-1a',
    });
    const nodeSelector = { 'topology.kubernetes.io/zone': 'eu-central-1b' };
    expect(refusal(() => serviceOf({ weights, nodeSelector }))).toContain(
      "'nodeSelector['topology.kubernetes.io/zone']' (\"eu-central-1b\") must be eu-central-1a",
    );
  });
});

test('a rate of reading is refused by the name of its option', () => {
  const weights = WeightSource.claim('llama', { readGBps: 0 });
  expect(refusal(() => LlmInferenceService.planFor(propsOf({ weights })))).toContain(
    "'weights.readGBps' (0) must be more than 0",
  );
});

import { Chart } from 'cdk8s';
import {
  toJson_AlluxioRuntimeSpec,
  toJson_DataLoadSpec,
  toJson_DatasetSpec,
} from '../imports/data.fluid.io';
import { toJson_ScaledObjectSpec, toJson_TriggerAuthenticationSpec } from '../imports/keda.sh';
import { toJson_LeaderWorkerSetSpec } from '../imports/leaderworkerset.x-k8s.io';
import { toJson_PodMonitorSpec, toJson_PrometheusRuleSpec } from '../imports/monitoring.coreos.com';
import {
  MetricsBackend,
  ScalingSignal,
  SecretKey,
  ServingPlatform,
  WeightCache,
  WeightStore,
} from '../src';
import { chartOf, type Fields, objectOf, propsOf, serviceOf, twoNodes } from './constructs/support';

// A mapper gives back the fields that its CRD has and drops the others.
const MAPPERS = {
  AlluxioRuntime: toJson_AlluxioRuntimeSpec,
  DataLoad: toJson_DataLoadSpec,
  Dataset: toJson_DatasetSpec,
  LeaderWorkerSet: toJson_LeaderWorkerSetSpec,
  ScaledObject: toJson_ScaledObjectSpec,
  TriggerAuthentication: toJson_TriggerAuthenticationSpec,
  PodMonitor: toJson_PodMonitorSpec,
  PrometheusRule: toJson_PrometheusRuleSpec,
} as const;

type Kind = keyof typeof MAPPERS;

/** Kinds that not every service has; the last test finds each of them in one. */
const EXTRAS: readonly Kind[] = [
  'AlluxioRuntime',
  'DataLoad',
  'Dataset',
  'PrometheusRule',
  'TriggerAuthentication',
];

/** Int-or-string and quantities are objects with a `value` to the mappers. */
const WRAPPED = ['maxSurge', 'maxUnavailable', 'tolerance', 'expr', 'quota'];

function wrapped(value: unknown, key = ''): unknown {
  if (WRAPPED.includes(key)) return { value };
  if (Array.isArray(value)) return value.map((item) => wrapped(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, wrapped(item, name)]),
  );
}

const known = (kind: Kind, spec: Fields) =>
  JSON.parse(JSON.stringify(MAPPERS[kind](wrapped(spec) as never)));

const metrics = MetricsBackend.prometheus('http://mimir', {
  tenant: 'team-a',
  username: SecretKey.of('login', 'user'),
  password: SecretKey.of('login', 'password'),
  ca: SecretKey.of('login', 'ca'),
});
const floor = { start: '0 8 * * *', end: '0 20 * * *', timeZone: 'Europe/Berlin', replicas: 2 };
const signals = [
  ScalingSignal.queue(),
  ScalingSignal.kvUsage(),
  ScalingSignal.floor(floor),
  ScalingSignal.forecast(),
];

const store = WeightStore.fluid({
  mountPoint: 's3://models/llama/',
  directory: '/mnt/nvme',
  replicas: 2,
  options: { 'alluxio.underfs.s3.region': 'eu-central-1' },
  encryptOptions: { 'aws.accessKeyId': SecretKey.of('s3', 'id') },
  nodeSelector: { pool: 'gpu' },
});

const services = {
  'a service on one node': () =>
    serviceOf({ signals }, chartOf(ServingPlatform.custom({ kubernetesVersion: '1.35', metrics }))),
  'a group of nodes on a cloud': () => {
    const amazon = MetricsBackend.amazon('https://aps', 'eu-central-1');
    return serviceOf(twoNodes, chartOf(ServingPlatform.custom({ metrics: amazon })));
  },
  'a service on weights that Fluid caches': () => {
    const chart = chartOf();
    const { model } = propsOf();
    const imagePullSecrets = ['registry'];
    const { weights } = new WeightCache(chart, 'llama', { model, store, imagePullSecrets });
    return serviceOf({ weights }, chart);
  },
};

describe.each(Object.entries(services))('%s', (_, service) => {
  const chart = service();

  const kinds = (Object.keys(MAPPERS) as Kind[]).filter(
    (kind) => !EXTRAS.includes(kind) || objectOf(chart, kind) !== undefined,
  );

  test.each(kinds)('has only fields in its %s that the CRD has', (kind) => {
    const { spec } = objectOf(chart, kind) as Fields;
    expect(known(kind, spec)).toEqual(spec);
  });
});

test.each(Object.keys(MAPPERS) as Kind[])('a typo in a %s would be found', (kind) => {
  expect(known(kind, { replicaz: 1 })).toEqual({});
});

test('every kind is rendered by one of these services', () => {
  const rendered = Object.values(services).flatMap((service) =>
    Chart.of(service())
      .toJson()
      .map(({ kind }: Fields) => kind),
  );
  expect(rendered).toEqual(expect.arrayContaining(Object.keys(MAPPERS)));
});

import { type App, Chart, Duration } from 'cdk8s';
import {
  Accelerator,
  CompileCacheVolume,
  GpuQuota,
  type GpuQuotaProps,
  LlmInferenceService,
  OffPeakBatch,
  PriorityTier,
} from '../../src';
import { chartOf, type Fields, propsOf, refusal, twoNodes } from './support';

const serviceIn = (chart: Chart, id: string, part: Partial<ReturnType<typeof propsOf>> = {}) =>
  new LlmInferenceService(chart, id, propsOf(part));

const most = (...services: LlmInferenceService[]) =>
  services.reduce((sum, { plan }) => sum + (plan.fleet?.gpusDuringRollout ?? 0), 0);

const quotasOf = (chart: Chart, props: GpuQuotaProps): Fields[] => {
  new GpuQuota(chart, 'gpus', props);
  return chart.toJson().filter(({ kind }: Fields) => kind === 'ResourceQuota');
};

describe('a GpuQuota', () => {
  test('grants what the plans take at most, by the only form that bounds anything', () => {
    const chart = chartOf();
    const services = [serviceIn(chart, 'chat'), serviceIn(chart, 'code')];
    expect(quotasOf(chart, { services })).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: {
          name: 'gpus',
          namespace: 'serving',
          labels: {
            'app.kubernetes.io/component': 'quota',
            'app.kubernetes.io/managed-by': 'cdk8s-llm',
            'app.kubernetes.io/name': 'gpus',
          },
        },
        spec: { hard: { 'requests.nvidia.com/gpu': most(...services) } },
      },
    ]);
  });

  test('has a key for each resource', () => {
    const chart = chartOf();
    const chat = serviceIn(chart, 'chat');
    const amd = serviceIn(chart, 'amd', { accelerator: Accelerator.MI300X });
    const [{ spec }] = quotasOf(chart, { services: [chat, amd] });
    expect(spec.hard).toEqual({
      'requests.nvidia.com/gpu': most(chat),
      'requests.amd.com/gpu': most(amd),
    });
    expect(
      refusal(() => new GpuQuota(chart, 'all', { services: [chat, amd], gpus: 99 })),
    ).toContain("'gpus' (99) must be left out for services of nvidia.com/gpu and amd.com/gpu");
  });

  test('is one a tier where asked for, each of its own class only', () => {
    const chart = chartOf();
    const chat = serviceIn(chart, 'chat', { tier: PriorityTier.ONLINE });
    const code = serviceIn(chart, 'code', { tier: PriorityTier.ONLINE });
    const own = serviceIn(chart, 'own', { priorityClassName: 'gold' });
    const quotas = quotasOf(chart, { services: [chat, code, own], perTier: true, name: 'llm' });
    expect(quotas.map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      [
        'llm-online',
        {
          hard: { 'requests.nvidia.com/gpu': most(chat, code) },
          scopeSelector: {
            matchExpressions: [
              { scopeName: 'PriorityClass', operator: 'In', values: ['llm-online'] },
            ],
          },
        },
      ],
      ['llm-gold', expect.objectContaining({ hard: { 'requests.nvidia.com/gpu': most(own) } })],
    ]);
    const plain = serviceIn(chart, 'plain');
    const message = refusal(
      () => new GpuQuota(chart, 'tiers', { services: [plain], perTier: true, gpus: 8 }),
    );
    expect(message).toContain('\'services[0]\' ("plain") must be one with a tier or class');
    expect(message).toContain("'gpus' (8) must be left out with 'perTier'");
  });

  test('is refused below the minima, and warns below the maxima', () => {
    const chart = chartOf();
    const services = [serviceIn(chart, 'chat')];
    const least = services[0].plan.fleet?.gpusAtMin ?? 0;
    const below = () => new GpuQuota(chart, 'small', { services, gpus: least - 1 });
    expect(refusal(below)).toContain(
      `llm/small is refused:\n'gpus' (${least - 1}) must be at least ${least}, the minima of chat ${least}`,
    );
    expect(chart.node.tryFindChild('small')).toBeUndefined();
    const tight = new GpuQuota(chart, 'tight', { services, gpus: least });
    expect(tight.warnings).toMatchObject([{ code: 'quota-below-maximum', path: 'gpus' }]);
    const wide = new GpuQuota(chart, 'wide', { services, gpus: most(...services) });
    expect(wide.warnings).toEqual([]);
  });

  test('is in the namespace of its services, of which there is one', () => {
    const chart = chartOf();
    const chat = serviceIn(chart, 'chat');
    const other = new Chart(chart.node.root as App, 'other', { namespace: 'other' });
    expect(refusal(() => new GpuQuota(other, 'gpus', { services: [chat] }))).toContain(
      '\'services[0]\' ("serving/chat") must be a service in namespace other, that of the quota',
    );
    expect(refusal(() => new GpuQuota(chart, 'gpus', { services: [] }))).toContain(
      "'services' ([]) must be at least one",
    );
    const unknown = { services: [chat], gpu: 8 } as never;
    expect(refusal(() => new GpuQuota(chart, 'gpus', unknown))).toContain("did you mean 'gpus'?");
    expect(refusal(() => new GpuQuota(chart, 'gpus', { services: [chat], gpus: 1.5 }))).toContain(
      "'gpus' (1.5) must be a whole number",
    );
  });
});

const synth = (chart: Chart) => () => (chart.node.root as App).synth();

describe('what comes after a GpuQuota', () => {
  test('fails the synthesis where it is a service that is not counted, and adding it helps', () => {
    const chart = chartOf();
    const chat = serviceIn(chart, 'chat');
    new GpuQuota(chart, 'gpus', { services: [chat] });
    const other = new Chart(chart.node.root, 'other', { namespace: 'other' });
    serviceIn(other, 'elsewhere');
    serviceIn(chart, 'amd', { accelerator: Accelerator.MI300X });
    expect(synth(chart)).not.toThrow();
    serviceIn(chart, 'code');
    expect(refusal(synth(chart))).toContain(
      '\'services\' (["chat"]) must be every service of namespace serving: code is missing, whose pods count too: add what is missing, and create the quota after the last service',
    );
    const whole = chartOf();
    const services = ['chat', 'code'].map((id) => serviceIn(whole, id));
    new GpuQuota(whole, 'gpus', { services });
    expect(synth(whole)).not.toThrow();
  });
});

describe('the name of a GpuQuota', () => {
  test('is a label, and its own in the namespace', () => {
    const chart = chartOf();
    const services = [serviceIn(chart, 'chat')];
    const quota = (id: string, name?: string) => () => new GpuQuota(chart, id, { services, name });
    expect(refusal(quota('gpus', 'Gpus'))).toContain('\'name\' ("Gpus") must be a DNS-1035 label');
    expect(quota('gpus')).not.toThrow();
    expect(refusal(quota('other', 'gpus'))).toContain("must be another than that of '");
  });
});

describe('a GpuQuota beside off-peak work', () => {
  const withBatch = (props: Partial<GpuQuotaProps>, tier = PriorityTier.ONLINE) => {
    const chart = chartOf();
    const traffic = { peakRequestsPerSecond: 300, inputTokens: 500, outputTokens: 200 };
    const preemptionWait = Duration.seconds(30);
    const service = serviceIn(chart, 'chat', { traffic, preemptionWait, tier });
    new GpuQuota(chart, 'gpus', { services: [service], ...props });
    const batch = new OffPeakBatch(chart, 'evaluate', { service, command: ['work'] });
    return { chart, service, batch };
  };

  test('is refused, as quota is admitted before anybody is preempted, unless it has one a tier', () => {
    expect(refusal(synth(withBatch({}).chart))).toContain(
      "'perTier' (false) must be true beside the off-peak work evaluate: what its pods hold of one quota, the services cannot take back: state perTier: true, and a tier on every service",
    );
    expect(synth(withBatch({ perTier: true }).chart)).not.toThrow();
  });

  test('is accepted where its GPUs are stated to hold both', () => {
    const { service, batch } = withBatch({});
    const both = most(service) + batch.gpus;
    expect(refusal(synth(withBatch({ gpus: both - 1 }).chart))).toContain(
      `raise gpus to ${both}, or state perTier: true in its place`,
    );
    expect(synth(withBatch({ gpus: both }).chart)).not.toThrow();
  });
});

describe('a GpuQuota of services with a compile cache', () => {
  const granted = (part: Parameters<typeof serviceIn>[2], prime?: boolean) => {
    const chart = chartOf();
    const compileCache = new CompileCacheVolume(chart, 'cache', { prime });
    const service = serviceIn(chart, 'chat', { ...part, compileCache });
    const jobs = chart.toJson().filter(({ kind }: Fields) => kind === 'Job');
    const [{ spec }] = quotasOf(chart, { services: [service] });
    return [jobs.length, spec.hard['requests.nvidia.com/gpu'] - most(service)];
  };

  test('holds the Job that fills it, one replica, where there is one', () => {
    expect(granted({})).toEqual([1, 1]);
    expect(granted({}, false)).toEqual([0, 0]);
    expect(granted(twoNodes)).toEqual([0, 0]);
  });
});

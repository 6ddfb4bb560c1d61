import { type App, Chart } from 'cdk8s';
import {
  Accelerator,
  GpuQuota,
  type GpuQuotaProps,
  LlmInferenceService,
  PriorityTier,
} from '../../src';
import { chartOf, type Fields, propsOf, refusal } from './support';

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

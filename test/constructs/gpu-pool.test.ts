import { Duration } from 'cdk8s';
import {
  Accelerator,
  CloudProvider,
  GpuPool,
  type GpuPoolProps,
  type LlmInferenceServiceProps,
  NodeAutoscaler,
  NodeShape,
  Pin,
  ServingPlatform,
} from '../../src';
import { chartOf, type Fields, objectOf, refusal, serviceOf } from './support';

const node = NodeShape.of('aws/p5.48xlarge');
const short = {
  peakRequestsPerSecond: 20,
  inputTokens: 500,
  outputTokens: 100,
  outputTokensP99: 400,
};

const poolOf = (part: Partial<GpuPoolProps> = {}) =>
  GpuPool.custom({ name: 'h100', node, ...part });

const onPool = (
  pool: GpuPool,
  part: Partial<LlmInferenceServiceProps> = {},
  platform: ServingPlatform = ServingPlatform.custom({}),
) => serviceOf({ accelerator: undefined, traffic: short, pool, ...part }, chartOf(platform));

const podSpec = (service: ReturnType<typeof onPool>): Fields =>
  (objectOf(service, 'LeaderWorkerSet') as Fields).spec.leaderWorkerTemplate.workerTemplate.spec;

describe('a GpuPool', () => {
  test('is the machine of its services, at its price and with its labels', () => {
    const pool = poolOf({
      node: node.priced(40),
      nodeSelector: { pool: 'h100' },
      toleratedTaints: ['dedicated'],
    });
    const defaults = { node: NodeShape.of('aws/g6.xlarge'), nodeSelector: { pool: 'any', a: 'b' } };
    const service = onPool(
      pool,
      { toleratedTaints: ['team'], nodeSelector: { disk: 'nvme' } },
      ServingPlatform.custom({ defaults }),
    );
    expect(service.plan.toRequest().node).toMatchObject({
      name: 'aws/p5.48xlarge',
      usdPerHour: 40,
    });
    expect(podSpec(service).nodeSelector).toMatchObject({ pool: 'h100', a: 'b', disk: 'nvme' });
    expect(podSpec(service).tolerations.map(({ key }: Fields) => key)).toEqual([
      'nvidia.com/gpu',
      'team',
      'dedicated',
    ]);
  });

  test('of an accelerator leaves the machine to site and catalogue', () => {
    const pool = GpuPool.custom({ name: 'any', accelerator: Accelerator.H100_SXM });
    const nodes = [NodeShape.of('aws/p5.48xlarge').priced(33)];
    expect(onPool(pool).plan.choice.node).toBe('aws/p5.4xlarge');
    const { plan } = onPool(pool, {}, ServingPlatform.custom({ nodes }));
    expect(plan.choice.node).toBe('aws/p5.48xlarge');
  });

  test.each<[string, Partial<GpuPoolProps>, string]>([
    ['a name', { name: ' ' }, '\'name\' (" ") must be given'],
    ['a machine or GPU', { node: undefined }, "'node' (missing) must be given, or 'accelerator'"],
    [
      'one kind of GPU',
      { accelerator: Accelerator.L4 },
      '\'accelerator\' ("L4") must be that of aws/p5.48xlarge',
    ],
    ['whole GPUs', { gpus: 1.5 }, "'gpus' (1.5) must be a whole number, at least 0"],
    ['no negative GPUs', { spotGpus: -8 }, "'spotGpus' (-8) must be a whole number, at least 0"],
    ['GPUs of one cluster', { gpus: 100_001 }, "'gpus' (100001) must be at most 100000"],
    ['some GPUs', { gpus: 0 }, "'gpus' (0) must be at least 1 without 'spotGpus'"],
    [
      'a notice with spot only',
      { spotNotice: Duration.seconds(60) },
      "must be left out without 'spotGpus'",
    ],
    [
      'a price of spot with spot only',
      { spotUsdPerGpuHour: 1 },
      "'spotUsdPerGpuHour' (\"1\") must be left out without 'spotGpus'",
    ],
    [
      'a price',
      { spotGpus: 8, spotUsdPerGpuHour: 0 },
      "'spotUsdPerGpuHour' (0) must be more than 0",
    ],
    [
      'a notice',
      { spotGpus: 8, spotNotice: Duration.seconds(0) },
      "'spotNotice' (0) must be at least 1 s",
    ],
    ['known props', { gpu: 8 } as never, "did you mean 'gpus'?"],
  ])('needs %s', (_, part, message) => {
    expect(refusal(() => poolOf(part))).toContain(message);
  });

  test('stands in for machine and GPU, so that neither is stated beside it', () => {
    const both = { accelerator: Accelerator.L4, node: NodeShape.of('aws/g6.xlarge') };
    const message = refusal(() => onPool(poolOf(), both));
    expect(message).toContain("'node' (\"aws/g6.xlarge\") must be left out with 'pool'");
    expect(message).toContain("'accelerator' (\"L4\") must be left out with 'pool', which is h100");
  });
});

describe('pods on a pool', () => {
  const affinity = (part: Partial<GpuPoolProps>, platform?: ServingPlatform) =>
    podSpec(onPool(poolOf(part), {}, platform)).affinity.nodeAffinity;
  const key = 'karpenter.sh/capacity-type';

  test('on demand stay off spot nodes', () => {
    expect(affinity({ gpus: 16 })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'NotIn', values: ['spot'] }] }],
      },
    });
  });

  test('of spot alone go there and nowhere else', () => {
    expect(affinity({ spotGpus: 16 })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['spot'] }] }],
      },
    });
  });

  test('of both prefer what does not go away', () => {
    expect(affinity({ gpus: 16, spotGpus: 16 })).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [{ key, operator: 'In', values: ['on-demand', 'reserved', 'spot'] }],
          },
        ],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          preference: { matchExpressions: [{ key, operator: 'NotIn', values: ['spot'] }] },
        },
      ],
    });
  });

  test('read the label of node groups without Karpenter', () => {
    const nodeAutoscaler = NodeAutoscaler.CLUSTER_AUTOSCALER;
    const groups = ServingPlatform.custom({ nodeAutoscaler });
    const { requiredDuringSchedulingIgnoredDuringExecution: must } = affinity(
      { spotGpus: 8 },
      groups,
    );
    expect(must.nodeSelectorTerms[0].matchExpressions).toEqual([
      { key: 'eks.amazonaws.com/capacityType', operator: 'In', values: ['SPOT'] },
    ]);
  });

  test('of no pool take what nodes there are', () => {
    expect(podSpec(serviceOf())).not.toHaveProperty('affinity');
  });
});

describe('a pool on spot', () => {
  const long = { ...short, outputTokensP99: 4000 };

  test('is refused to a service whose drain outlasts the notice, until what is advised is done', () => {
    const spot = poolOf({ spotGpus: 16 });
    expect(refusal(() => onPool(spot, { traffic: long }))).toContain(
      '\'pool\' ("a drain of 236 s") must be one whose spot notice holds the drain: a drain may take 236 s, but a spot node goes 120 s after its notice: state traffic.outputTokensP99 of at most 1690, or run on demand',
    );
    const withTail = (outputTokensP99: number) => () =>
      onPool(spot, { traffic: { ...long, outputTokensP99 } });
    expect(withTail(1690)).not.toThrow();
    expect(withTail(1691)).toThrow();
    expect(() => onPool(poolOf({ gpus: 16 }), { traffic: long })).not.toThrow();
  });

  test('is told a tail that was assumed, a pin that holds, and where neither helps', () => {
    const spot = poolOf({ spotGpus: 16 });
    const assumed = { ...short, outputTokens: 800, outputTokensP99: undefined };
    expect(refusal(() => onPool(spot, { traffic: assumed }))).toMatch(
      /: state traffic.outputTokensP99 of at most 1690, 4000 were assumed, or run on demand$/m,
    );
    const pinned = (seconds: number) => () =>
      onPool(spot, { traffic: long, pins: [Pin.drainWindowSeconds(seconds, 'may be cut')] });
    expect(refusal(pinned(252))).toMatch(
      /: pin a drain window of at most 85 s, or run on demand$/m,
    );
    expect(pinned(85)).not.toThrow();
    const mean = { ...long, outputTokens: 2000 };
    expect(refusal(() => onPool(spot, { traffic: mean }))).toMatch(
      /: run on demand: not even the mean answer ends within the 85 s that the notice leaves$/m,
    );
  });

  test('has the notice that it states, else the site, else the provider', () => {
    const request = (part: Partial<GpuPoolProps>, spotNotice?: Duration) =>
      onPool(poolOf(part), {}, ServingPlatform.custom({ spotNotice })).plan.toRequest().platform;
    const ofSite = Duration.seconds(110);
    const spotNotice = Duration.seconds(100);
    expect(request({ spotGpus: 8 }).spotNoticeSeconds).toBe(120);
    expect(request({ spotGpus: 8 }, ofSite).spotNoticeSeconds).toBe(110);
    expect(request({ spotGpus: 8, spotNotice }, ofSite).spotNoticeSeconds).toBe(100);
    expect(request({ gpus: 8 }, ofSite)).not.toHaveProperty('spotNoticeSeconds');
  });

  test('must hold the minimum on demand, or be spot alone', () => {
    const pins = [Pin.minReplicas(3, 'contract')];
    expect(refusal(() => onPool(poolOf({ gpus: 2, spotGpus: 8 }), { pins }))).toContain(
      "'pool.gpus' (2) must be at least 3, the minimum, which spot must not carry: raise it to 3 or lower the minimum",
    );
    expect(() => onPool(poolOf({ gpus: 3, spotGpus: 8 }), { pins })).not.toThrow();
    expect(() => onPool(poolOf({ spotGpus: 8 }), { pins })).not.toThrow();
  });

  test('of your own machines states its notice, and is a pool of its own', () => {
    const bare = ServingPlatform.custom({ provider: CloudProvider.BARE_METAL });
    const own = NodeShape.custom({
      name: 'rack',
      gpus: 8,
      cpu: 192,
      memoryGiB: 2048,
      diskGiB: 7000,
      accelerator: Accelerator.H100_SXM,
    });
    const message = refusal(() => onPool(poolOf({ node: own, gpus: 8, spotGpus: 8 }), {}, bare));
    expect(message).toContain("'pool.spotNotice' (missing) must be given on bare-metal");
    expect(message).toContain("'pool.spotGpus' (8) must be a pool of its own on bare-metal");
    const spotNotice = Duration.minutes(3);
    const alone = poolOf({ node: own, spotGpus: 8, spotNotice, nodeSelector: { spot: 'yes' } });
    expect(podSpec(onPool(alone, {}, bare))).not.toHaveProperty('affinity');
  });

  test('costs what a GPU on spot costs', () => {
    const { cost, fleet } = onPool(poolOf({ spotGpus: 8, spotUsdPerGpuHour: 2 })).plan;
    expect(cost?.usdPerHourAtMin).toBe(2 * (fleet?.gpusAtMin ?? 0));
  });
});

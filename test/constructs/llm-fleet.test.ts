import { Chart, Duration, Testing } from 'cdk8s';
import {
  Accelerator,
  CompileCacheVolume,
  type FleetServiceOptions,
  GpuPool,
  HeadroomMechanism,
  InferenceEngine,
  LlmFleet,
  type LlmFleetProps,
  LlmModel,
  NodeShape,
  OffPeakBatch,
  Pin,
  PriorityTier,
  Report,
  ScalingSignal,
  ServingPlatform,
  WarmHeadroom,
  WeightSource,
} from '../../src';
import { chartOf, type Fields, refusal } from './support';

const node = NodeShape.of('aws/p5.48xlarge').priced(40);
const h100 = GpuPool.custom({ name: 'h100', node, gpus: 16 });

const optionsOf = (part: Partial<FleetServiceOptions> = {}): FleetServiceOptions => ({
  model: LlmModel.of('meta-llama/Llama-3.1-8B-Instruct'),
  engine: InferenceEngine.vllm({ maxModelLen: 8192, tensorParallelSize: 1 }),
  traffic: { peakRequestsPerSecond: 60, inputTokens: 500, outputTokens: 200 },
  pool: h100,
  ...part,
});

const fleetOf = (part: Partial<LlmFleetProps> = {}, chart = chartOf()) =>
  new LlmFleet(chart, 'fleet', { pools: [h100], ...part });

const synth = (fleet: LlmFleet) => () => (fleet.node.root as never as { synth(): void }).synth();

describe('an LlmFleet', () => {
  test('makes services of its pools, in its namespace, on its platform', () => {
    const platform = ServingPlatform.custom({
      defaults: { podLabels: { of: 'site', site: 'a' }, imagePullSecrets: ['registry'] },
    });
    const said = { podLabels: { of: 'fleet', fleet: 'b' }, tier: PriorityTier.STANDARD };
    const defaults = { ...said, priorityClassName: undefined, imagePullSecrets: undefined };
    const fleet = fleetOf({ platform, defaults });
    const service = fleet.addService('chat', optionsOf({ podLabels: { own: 'c' } }));
    const [workload] = Testing.synth(fleet.node.scope as Chart).filter(
      ({ kind }: Fields) => kind === 'LeaderWorkerSet',
    );
    expect(workload.metadata).toMatchObject({ name: 'chat', namespace: 'serving' });
    const { metadata, spec } = workload.spec.leaderWorkerTemplate.workerTemplate;
    expect(metadata.labels).toMatchObject({ of: 'fleet', fleet: 'b', site: 'a', own: 'c' });
    expect(spec.priorityClassName).toBe('llm-standard');
    expect(spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
    expect(service.plan.choice.node).toBe('aws/p5.48xlarge');
    expect(fleet.services).toEqual([service]);
  });

  test('adds up what its services take and cost', () => {
    const fleet = fleetOf();
    const chat = fleet.addService('chat', optionsOf({ tier: PriorityTier.ONLINE })).plan;
    const code = fleet.addService('code', optionsOf({ tier: PriorityTier.BATCH })).plan;
    const { services, pools, usdPerHourAtMin, quotaNeeded, preemptions } = fleet.plan();
    const both = (key: 'gpusAtMin' | 'gpusAtMean' | 'gpusAtPeak' | 'gpusDuringRollout') =>
      (chat.fleet?.[key] ?? 0) + (code.fleet?.[key] ?? 0);
    expect(services.map(({ service, pool, tier }) => [service, pool, tier])).toEqual([
      ['chat', 'h100', 'online'],
      ['code', 'h100', 'batch'],
    ]);
    expect(pools).toMatchObject([
      { pool: 'h100', gpus: 16, gpusAtMin: both('gpusAtMin'), gpusAtMean: both('gpusAtMean') },
    ]);
    expect(pools[0].gpusAtPeak).toBe(both('gpusAtPeak'));
    expect(usdPerHourAtMin).toBeCloseTo(both('gpusAtMin') * 5);
    expect(quotaNeeded).toBe(both('gpusDuringRollout'));
    expect(preemptions).toEqual([
      { pool: 'h100', victim: 'code', by: ['chat'], gpus: 0, seconds: code.drain.graceSeconds },
    ]);
  });

  test('fails to synthesize what does not add up, all of it at once', () => {
    const small = GpuPool.custom({ name: 'small', node, gpus: 2 });
    const fleet = fleetOf({ pools: [small], quota: 3 });
    for (const id of ['chat', 'code']) fleet.addService(id, optionsOf({ pool: small }));
    const message = refusal(synth(fleet));
    expect(message).toContain(
      "'pools[0].gpus' (2) must be at least 4, the minima of chat 2, code 2",
    );
    expect(message).toMatch(/'pools\[0\]\.gpus' \(2\) must be at least \d+, the peaks of/);
    expect(message).toContain("'quota' (3) must be at least 4");
    expect(fleet.plan().problems).toHaveLength(3);
  });

  test('takes the quota of its platform where it states none', () => {
    const chart = chartOf(ServingPlatform.custom({ gpuQuota: 3 }));
    const fleet = fleetOf({}, chart);
    for (const id of ['chat', 'code']) fleet.addService(id, optionsOf());
    expect(fleet.plan().quota).toBe(3);
    expect(refusal(synth(fleet))).toContain("'platform.gpuQuota' (3) must be at least 4");
    expect(fleet.plan().warnings.map(({ path }) => path)).toContain('platform.gpuQuota');
  });

  test('packs pods into the machine that all services of an accelerator chose', () => {
    const any = GpuPool.custom({ name: 'any', accelerator: Accelerator.H100_SXM, gpus: 8 });
    const fleet = fleetOf({ pools: [any] });
    const pins = [Pin.memoryGiB(500, 'a cache of its own')];
    fleet.addService('chat', optionsOf({ pool: any, pins }));
    expect(fleet.plan().problems).toEqual([
      expect.stringContaining('\'pools[0].node\' ("aws/p5.4xlarge") must be one that holds a pod'),
    ]);
  });

  test('carries a service that is known by measurement only', () => {
    const fleet = fleetOf();
    const { plan } = fleet.addService(
      'asr',
      optionsOf({
        model: LlmModel.measured('openai/whisper-large-v3'),
        engine: undefined,
        measured: { maxRequestsPerSecond: 12, checkpointGiB: 2.9 },
      }),
    );
    expect(plan.coldStart.stages.find(({ name }) => name === 'weights')?.seconds).toBeGreaterThan(
      1,
    );
    expect(synth(fleet)).not.toThrow();
  });
});

describe('hot and cold services of docs/fleets.md', () => {
  const pool = GpuPool.custom({ name: 'h100', node, gpus: 64 });
  const fleet = fleetOf({ pools: [pool] });

  test('hot: a floor over the day, and two that may fail', () => {
    const { plan } = fleet.addService('assistant', {
      model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
      pool,
      tier: PriorityTier.CRITICAL,
      traffic: { peakRequestsPerSecond: 50, rampRequestsPerSecondPerMinute: 5 },
      objectives: { spareReplicas: 2 },
      signals: [
        ScalingSignal.floor({
          start: '30 7 * * 1-5',
          end: '0 19 * * 1-5',
          timeZone: 'Europe/Berlin',
          replicas: 4,
        }),
      ],
    });
    expect(plan.scaling?.floors).toMatchObject([{ replicas: 4 }]);
    expect(plan.fleet?.minReplicas).toBeGreaterThanOrEqual(3);
  });

  test('cold: one answers', () => {
    const { plan } = fleet.addService('archive', {
      model: LlmModel.of('meta-llama/Llama-3.1-8B-Instruct'),
      pool,
      tier: PriorityTier.STANDARD,
      traffic: { peakRequestsPerSecond: 20, meanRequestsPerSecond: 1 },
      objectives: { spareReplicas: 0 },
      weights: WeightSource.claim('archive-weights'),
      pins: [Pin.minReplicas(1, 'cold: one answers, the others are a cold start away')],
    });
    expect(plan.fleet?.minReplicas).toBe(1);
    expect(plan.warnings.map(({ code }) => code)).not.toContain('pin-below-need');
    expect(synth(fleet)).not.toThrow();
  });
});

describe('a fleet is refused', () => {
  test('props that nobody knows, pools that share a name, and none', () => {
    const twin = GpuPool.custom({ name: 'h100', node });
    const misspelt = { pool: [h100], defaults: { objectivs: {} } } as never;
    expect(refusal(() => fleetOf(misspelt))).toContain("did you mean 'pools'?");
    expect(refusal(() => fleetOf(misspelt))).toContain("'defaults.objectivs'");
    expect(refusal(() => fleetOf({ pools: [h100, twin] }))).toContain(
      '\'pools[1].name\' ("h100") must be a name of its own',
    );
    const message = refusal(() => fleetOf({ pools: [], quota: 0.5 }));
    expect(message).toContain("'pools' ([]) must be at least one");
    expect(message).toContain("'quota' (0.5) must be a whole number, at least 1");
  });

  test('a tier beside a class in its defaults', () => {
    const defaults = { tier: PriorityTier.BATCH, priorityClassName: 'own' };
    expect(refusal(() => fleetOf({ defaults }))).toContain(
      '\'defaults.priorityClassName\' ("own")',
    );
  });

  test('a service of another pool, or of a machine', () => {
    const fleet = fleetOf();
    const other = GpuPool.custom({ name: 'other', node });
    expect(refusal(() => fleet.addService('chat', optionsOf({ pool: other })))).toContain(
      "llm/fleet/chat is refused:\n'pool' (\"other\") must be one of the fleet's pools (h100)",
    );
    const placed = { ...optionsOf(), accelerator: Accelerator.L4 } as FleetServiceOptions;
    expect(refusal(() => fleet.addService('chat', placed))).toContain(
      "'accelerator' (\"L4\") must be left out with 'pool', which is h100: keep one of the two",
    );
    expect(refusal(() => fleet.addService('chat', optionsOf({ node })))).toContain(
      "'node' (\"aws/p5.48xlarge\") must be left out with 'pool'",
    );
    expect(fleet.services).toEqual([]);
    expect(fleet.node.children).toEqual([]);
  });
});

describe('Report.fleet', () => {
  test('shows sums, who gives way, and what does not add up', () => {
    const spot = GpuPool.custom({
      name: 'burst',
      node,
      gpus: 4,
      spotGpus: 8,
      spotUsdPerGpuHour: 2,
    });
    const fleet = fleetOf({ pools: [spot], quota: 64 });
    const brief = { ...optionsOf().traffic, outputTokensP99: 400 };
    const objectives = { timePerOutputTokenP95: Duration.millis(50) };
    for (const [id, tier] of [
      ['chat', PriorityTier.ONLINE],
      ['nightly', PriorityTier.BATCH],
    ] as const) {
      fleet.addService(id, optionsOf({ pool: spot, tier, traffic: brief, objectives }));
    }
    const text = Report.fleet(fleet.plan());
    expect(text).toContain('| chat | burst | online | 2 |');
    expect(text).toContain('| burst | 4 + 8 spot | 4 |');
    expect(text).toContain('of 64 granted for no pod to be refused.');
    expect(text).toMatch(/## Who gives way\n\n- burst: nightly to chat, within \d+ s;/);
    expect(text).toContain('- PriorityClass llm-batch: pods that name a class');
    expect(text).not.toContain('Does not add up');
  });

  test('says what is not known', () => {
    const own = Accelerator.custom({
      name: 'own',
      architecture: 'hopper',
      memoryGiB: 80,
      memoryBandwidthGBps: 3000,
      bf16Tflops: 900,
    });
    const pool = GpuPool.custom({ name: 'own', accelerator: own });
    const fleet = fleetOf({ pools: [pool] });
    fleet.addService('chat', optionsOf({ pool }));
    const text = Report.fleet(fleet.plan());
    expect(text).toContain('| own | as asked |');
    expect(text).toContain('unknown USD/h at the mean');
  });
});

describe('what stands and runs beside the services of a fleet', () => {
  const traffic = { peakRequestsPerSecond: 300, inputTokens: 500, outputTokens: 200 };
  const preemptionWait = Duration.seconds(30);
  const besides = (gpus: number) => {
    const pool = GpuPool.custom({ name: 'h100', node, gpus });
    const fleet = fleetOf({ pools: [pool], quota: 64 });
    const room = new Chart(fleet.node.root, 'room', { namespace: 'headroom' });
    const headroom = new WarmHeadroom(room, 'warm');
    const said = { pool, traffic, preemptionWait, tier: PriorityTier.ONLINE };
    const service = fleet.addService('chat', optionsOf({ ...said, headroom }));
    const batch = new OffPeakBatch(fleet, 'evaluate', { service, command: ['work'] });
    return { fleet, headroom, batch, plan: service.plan.fleet };
  };

  test('is in the sums of the pool, and what runs in its namespace in the quota', () => {
    const { fleet, headroom, batch, plan } = besides(64);
    const [{ gpusAtMin, gpusAtMax, usdPerHourAtMin }] = fleet.plan().pools;
    expect(fleet.plan().services.map(({ service, tier }) => [service, tier])).toEqual([
      ['chat', 'online'],
      ['warm-serving-chat', 'placeholder'],
      ['evaluate', 'batch'],
    ]);
    expect(headroom.gpus()).toBeGreaterThan(0);
    expect(gpusAtMin).toBe((plan?.gpusAtMin ?? 0) + headroom.gpus());
    expect(gpusAtMax).toBe((plan?.gpusAtMax ?? 0) + headroom.gpus() + batch.gpus);
    expect(usdPerHourAtMin).toBeCloseTo(5 * gpusAtMin);
    expect(fleet.plan().quotaNeeded).toBe((plan?.gpusDuringRollout ?? 0) + batch.gpus);
  });

  test('gives way, and needs its classes', () => {
    const { fleet } = besides(64);
    expect(
      fleet.plan().preemptions.map(({ victim, by, seconds }) => [victim, by, seconds]),
    ).toEqual([
      ['evaluate', ['chat'], 30],
      ['warm-serving-chat', ['chat'], 0],
    ]);
    const needed = fleet.plan().requirements.map(({ what }) => what);
    expect(needed).toEqual([
      'PriorityClass llm-online',
      'PriorityClass llm-placeholder',
      'PriorityClass llm-batch',
    ]);
  });

  test('gives way and needs a class only where it is pods', () => {
    const platform = ServingPlatform.custom({ capacityBuffers: true });
    const fleet = fleetOf({ platform });
    const mechanism = HeadroomMechanism.CAPACITY_BUFFER;
    const headroom = new WarmHeadroom(fleet, 'warm', { mechanism });
    fleet.addService('chat', optionsOf({ headroom, tier: PriorityTier.ONLINE }));
    expect(fleet.plan().preemptions).toEqual([]);
    expect(fleet.plan().requirements.map(({ what }) => what)).toEqual(['PriorityClass llm-online']);
    expect(fleet.plan().services).toHaveLength(2);
  });

  test('is told of where the pool does not hold it, and refuses nothing', () => {
    const { plan, headroom } = besides(64);
    const most = plan?.gpusAtMax ?? 0;
    const codes = (gpus: number) =>
      besides(gpus)
        .fleet.plan()
        .warnings.map(({ code }) => code);
    expect(codes(most + headroom.gpus())).toEqual([]);
    expect(codes(most)).toEqual(['headroom-exceeds-pool']);
    const { fleet } = besides(most);
    expect(fleet.plan().warnings[0].message).toContain(
      `the maxima of ${most} GPUs and the ${headroom.gpus()} of warm-serving-chat do not fit ${most}`,
    );
    expect(synth(fleet)).not.toThrow();
  });

  test('is one replica for a roll-out where a Job fills the compile cache', () => {
    const fleet = fleetOf();
    const compileCache = new CompileCacheVolume(fleet, 'cache');
    const { plan } = fleet.addService('chat', optionsOf({ compileCache }));
    const [{ gpusAtMax, gpusDuringRollout }] = fleet.plan().pools;
    expect([gpusAtMax, gpusDuringRollout]).toEqual([
      plan.fleet?.gpusAtMax,
      (plan.fleet?.gpusDuringRollout ?? 0) + 1,
    ]);
  });
});

import type { PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must } from './requests';

const codes = (plan: ReturnType<typeof planFor>) => plan.warnings.map(({ code }) => code);

describe('a model known by measurement only', () => {
  const whisper = {
    model: 'openai/whisper-large-v3',
    accelerator: 'L4',
    measured: { maxRequestsPerSecond: 12 },
    traffic: { peakRequestsPerSecond: 40 },
  } satisfies PlanRequest;
  const plan = planFor(whisper);

  test('is planned from its rate: 40 / 12 are four replicas, and one to spare', () => {
    expect(plan.memory.fits).toBe(true);
    expect(must(plan.replica)).toMatchObject({ bindingConstraint: 'measured', gpus: 1 });
    expect(must(plan.fleet)).toMatchObject({ replicasForObjectives: 4, spareReplicas: 1 });
    expect(must(plan.fleet).replicasLow).toBe(must(plan.fleet).replicasHigh);
  });

  test('has no number that a geometry would be needed for', () => {
    expect(plan.evidence.filter(({ quantity }) => /^\/(memory|speed)/.test(quantity))).toEqual([]);
    expect(plan.textbook).toBeUndefined();
    expect(JSON.stringify(plan)).not.toContain('null');
    expect(plan.choice.engineArguments.join(' ')).not.toContain('max-model-len');
  });

  test('passes the arguments that are stated, and leaves others to the engine', () => {
    const brief = { peakRequestsPerSecond: 40, inputTokens: 4, outputTokens: 120 };
    const flags = (engine?: PlanRequest['engine']) =>
      planFor({ ...whisper, engine, traffic: brief }).choice.engineArguments.join(' ');
    expect(flags()).not.toMatch(/max-model-len|prefix-caching/);
    const stated = flags({ maxModelLen: 448, prefixCaching: false });
    expect(stated).toContain('--max-model-len=448');
    expect(stated).toContain('--no-enable-prefix-caching');
  });

  test('queues as many as it serves within the objective: 12 × 0.5 s', () => {
    expect(must(plan.alerts.find(({ name }) => name === 'queue')).critical).toBe(6);
  });

  test('loads the weights that its log showed', () => {
    const measured = { maxRequestsPerSecond: 12, weightsGiBPerGpu: 3 };
    const weights = (each: typeof plan) =>
      must(each.coldStart.stages.find(({ name }) => name === 'weights')).seconds;
    expect(weights(plan)).toBe(0);
    expect(weights(planFor({ ...whisper, measured }))).toBeGreaterThan(1);
  });

  test('is warned of while nobody says how large its weights are', () => {
    const { coldStart: unknown, replica } = plan;
    const measured = { maxRequestsPerSecond: 12, checkpointGiB: 2.9 };
    const stated = planFor({ ...whisper, measured });
    expect(codes(plan)).toContain('weights-unknown');
    expect(codes(stated)).not.toContain('weights-unknown');
    expect(stated.coldStart.seconds).toBeGreaterThan(unknown.seconds + 1);
    // 2.9 GiB and a tenth for the download, in whole GiB each.
    expect(must(stated.replica).diskGiB).toBe(must(replica).diskGiB + 4);
    expect(stated.memory.weightsGiBPerGpu).toBeCloseTo(2.9);
  });

  test('is the size of the files that a computed model reads, too', () => {
    const { coldStart } = planFor({ ...chat70b, measured: { checkpointGiB: 262.8 } });
    const seconds = (stages: typeof coldStart.stages) =>
      must(stages.find(({ name }) => name === 'weights')).seconds;
    const computed = seconds(planFor(chat70b).coldStart.stages);
    expect(seconds(coldStart.stages) / computed).toBeCloseTo(2, 1);
  });

  test('gets no prediction but a warning', () => {
    const operatingPoint = { concurrency: 4, inputTokens: 100, outputTokens: 50 };
    const asked = planFor({ ...whisper, operatingPoint });
    expect(asked.speed.prediction).toBeUndefined();
    expect(codes(asked)).toEqual(['operating-point-not-computed', 'weights-unknown']);
  });
});

describe('a request without traffic', () => {
  const { traffic: _t, objectives: _o, ...rest } = chat70b;
  const plan = planFor(rest);

  test('has memory, speed, cold start and requirements, and no fleet', () => {
    expect(plan.memory.kvCacheTokens).toBeGreaterThan(1e6);
    expect(plan.speed.baseStepMs).toBeGreaterThan(10);
    expect(plan.coldStart.seconds).toBeGreaterThan(100);
    expect(plan.requirements.length).toBeGreaterThan(0);
    const { replica, fleet, scaling, cost, textbook, alerts } = plan;
    expect([replica, fleet, scaling, cost, textbook]).toEqual(new Array(5).fill(undefined));
    expect(alerts).toEqual([]);
  });

  test('asks the cluster for no scaler', () => {
    expect(plan.requirements.some(({ what }) => what.includes('KEDA'))).toBe(false);
    expect(chat().requirements.some(({ what }) => what.includes('KEDA'))).toBe(true);
  });
});

test.each([
  [
    'a file system that every node mounts read-write, with atomic rename and file locks',
    { compile: true },
  ],
  ['PriorityClass llm-placeholder', { node: true }],
] as const)('%s is required by the cache that needs it, and only by it', (start, caches) => {
  const asks = (request: Parameters<typeof chat>[0]) =>
    chat(request).requirements.some(({ what }) => what.startsWith(start));
  expect(asks({ caches })).toBe(true);
  expect(asks({})).toBe(false);
});

test('images that are kept as volumes ask for a runtime that mounts them', () => {
  const asks = (caches: object, kubernetesVersion: string) =>
    chat({ caches, platform: { kubernetesVersion } }).requirements.filter(({ what }) =>
      what.startsWith('containerd 2.1 or CRI-O 1.31'),
    ).length;
  expect(asks({ image: true }, '1.35')).toBe(1);
  expect(asks({ image: true }, '1.34')).toBe(0);
  expect(asks({}, '1.35')).toBe(0);
  expect(asks({ image: true, weights: 'image' }, '1.35')).toBe(1);
});

describe('an objective out of reach', () => {
  const plan = chat({ objectives: { timeToFirstTokenP95Ms: 20 } });

  test('is a warning that says what is in reach, and no fleet', () => {
    expect(codes(plan)).toEqual(['objectives-out-of-reach']);
    expect([plan.fleet, plan.scaling, plan.cost]).toEqual([undefined, undefined, undefined]);
    expect(plan.memory.fits).toBe(true);
  });

  test('is in reach as soon as the advice is taken', () => {
    const [{ path, fix }] = plan.warnings;
    expect(path).toBe('/objectives/timeToFirstTokenP95Ms');
    const advised = Number(/more than (\d+) ms/.exec(fix)?.[1]) + 5;
    expect(advised).toBeGreaterThan(20);
    expect(chat({ objectives: { timeToFirstTokenP95Ms: advised } }).fleet).toBeDefined();
  });
});

describe('a calibration', () => {
  const load = { concurrency: 32, inputTokens: 500, outputTokens: 300 };
  const at = (request: Partial<PlanRequest> = {}) => chat({ operatingPoint: load, ...request });
  const predicted = must(at().speed.prediction).timePerOutputTokenMs;
  const slower = { ...load, timePerOutputTokenMs: predicted * 1.5 };
  // Without objectives, the law of a calibrated plan is the model's at a usual batch.
  const alone = planFor({ ...chat70b, traffic: undefined, objectives: undefined }).speed;

  test('scales the step to what a benchmark showed', () => {
    const { speed } = at({ calibration: [slower] });
    expect(must(speed.prediction).timePerOutputTokenMs).toBeCloseTo(predicted * 1.5, 9);
    expect(speed.baseStepMs).toBeCloseTo(alone.baseStepMs * 1.5, 9);
  });

  test('of several rows counts by its geometric mean, and of the prediction itself not at all', () => {
    const faster = { ...load, timePerOutputTokenMs: predicted / 1.5 };
    const { speed } = at({ calibration: [slower, faster] });
    expect(speed.baseStepMs).toBeCloseTo(alone.baseStepMs, 9);
  });

  test('of a slower server leaves it a smaller rate and a narrower band', () => {
    const calibrated = at({ calibration: [slower] });
    expect(must(calibrated.replica).maxRequestsPerSecond).toBeLessThan(
      must(at().replica).maxRequestsPerSecond,
    );
    const band = (plan: typeof calibrated) => {
      const entry = must(plan.evidence.find(({ quantity }) => quantity === '/speed/baseStepMs'));
      return must(entry.high) / entry.value;
    };
    expect(band(at())).toBeCloseTo(1.25, 9);
    expect(band(calibrated)).toBeCloseTo(1.1, 9);
  });
});

describe('an operating point', () => {
  const lengths = { inputTokens: 500, outputTokens: 300 };
  const closed = (concurrency: number) =>
    must(chat({ operatingPoint: { concurrency, ...lengths } }).speed.prediction);
  const open = (requestsPerSecond: number) =>
    chat({ operatingPoint: { requestsPerSecond, ...lengths } });

  test('in a closed loop keeps as many in flight, and throughput is Little’s law', () => {
    const each = closed(64);
    expect(each.inFlight).toBe(64);
    expect(each.endToEndMs).toBeCloseTo(
      each.timeToFirstTokenMs + 299 * each.timePerOutputTokenMs,
      6,
    );
    expect(each.outputTokensPerSecond).toBeCloseTo((64 * 300 * 1000) / each.endToEndMs, -2);
  });

  test('with more in flight is slower for each and faster for all', () => {
    const [one, many] = [closed(1), closed(64)];
    expect(many.timePerOutputTokenMs).toBeGreaterThan(one.timePerOutputTokenMs);
    expect(many.outputTokensPerSecond).toBeGreaterThan(10 * one.outputTokensPerSecond);
  });

  test('in an open loop gives out what comes in', () => {
    const each = must(open(10).speed.prediction);
    expect(each.outputTokensPerSecond).toBe(3000);
    expect(each.inFlight).toBeCloseTo((10 * 300 * each.timePerOutputTokenMs) / 1000, 6);
  });
});

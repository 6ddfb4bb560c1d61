import * as fc from 'fast-check';
import type { CalibrationRow, PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must } from './requests';

const shape = { inputTokens: 500, outputTokens: 300 };
/** A sweep that loses little up to 256 in flight. */
const sweep = (change: Partial<CalibrationRow> = {}): CalibrationRow[] =>
  [1, 8, 32, 128, 256].map((concurrency) => ({
    ...shape,
    concurrency,
    timePerOutputTokenMs: 9 + concurrency / 20,
    ...change,
  }));
const warned = (plan: ReturnType<typeof planFor>, code: string) =>
  plan.warnings.filter((warning) => warning.code === code);
const evidence = (plan: ReturnType<typeof planFor>, quantity: string) =>
  must(plan.evidence.find((entry) => entry.quantity === quantity));

describe('the evidence of a calibrated speed', () => {
  const operatingPoint = { concurrency: 64, ...shape };

  test('is measured, says by how much, and has the band of its points', () => {
    const plan = chat({ operatingPoint, calibration: sweep() });
    const { value, kind, source, low, high } = evidence(
      plan,
      '/speed/prediction/timePerOutputTokenMs',
    );
    expect(kind).toBe('measured');
    expect(source).toMatch(/^calibration: 5 measured load points, \S+ % off where predicted from/);
    expect(value / 12.2).toBeCloseTo(1, 1);
    // Points that a straight line made, from a model that bends: 4 % is what they leave.
    expect(must(high) / value).toBeCloseTo(1.039, 3);
    expect(must(low) / value).toBeCloseTo(0.961, 3);
    expect(evidence(plan, '/speed/baseStepMs').kind).toBe('measured');
  });

  test('is derived without points, and from those of a simulator', () => {
    const quantity = '/speed/prediction/timePerOutputTokenMs';
    expect(evidence(chat({ operatingPoint }), quantity).kind).toBe('derived');
    const calibration = sweep({ simulated: true });
    const simulated = evidence(chat({ operatingPoint, calibration }), quantity);
    expect(simulated.kind).toBe('derived');
    expect(simulated.source).toContain('5 simulated load points');
    expect(must(simulated.high) / simulated.value).toBeCloseTo(1.2, 9);
  });

  test('tells how far the points reach, and where the knee is', () => {
    const plan = chat({ calibration: sweep() });
    expect(must(plan.speed.calibration)).toMatchObject({
      points: 5,
      leastConcurrency: 1,
      largestConcurrency: 256,
      kneeConcurrency: 256,
    });
    expect(evidence(plan, '/speed/calibration/largestConcurrency')).toMatchObject({
      value: 256,
      kind: 'measured',
      unit: 'requests',
    });
    expect(chat().speed.calibration).toBeUndefined();
  });
});

describe('a replica', () => {
  const objectives = { timeToFirstTokenP95Ms: 2000, timePerOutputTokenP95Ms: 80 };

  test('is planned with no more in flight than was measured, and the plan says so', () => {
    const calibration = sweep().slice(0, 3);
    const capped = chat({ objectives, calibration });
    expect(must(capped.replica).inFlightLimit).toBe(32);
    expect(must(capped.replica).bindingConstraint).toBe('calibration');
    const [box] = warned(capped, 'calibration-box');
    expect(box.message).toBe(
      'no point has more than 32 requests in flight, and a replica is planned with no more',
    );
    const wider = chat({ objectives, calibration: sweep() });
    expect(must(wider.replica).maxRequestsPerSecond).toBeGreaterThan(
      2 * must(capped.replica).maxRequestsPerSecond,
    );
  });

  test('shares what was measured on all its ranks among them', () => {
    const parallelism = { tensor: 4, data: 2 };
    const plan = chat({ objectives, parallelism, calibration: sweep({ tensor: 4, data: 2 }) });
    expect(must(plan.replica).inFlightLimit).toBe(256);
  });

  test('has a narrower band than one that nobody measured', () => {
    const width = (plan: ReturnType<typeof planFor>) => {
      const { high, value } = evidence(plan, '/replica/maxRequestsPerSecond');
      return must(high) / value;
    };
    expect(width(chat())).toBeCloseTo(1.25, 9);
    expect(width(chat({ calibration: sweep() }))).toBeCloseTo(1.139, 3);
  });
});

test('a looser objective never makes a replica slower, however its points scatter', () => {
  const noise = fc.array(fc.double({ min: 0.85, max: 1.15, noNaN: true }), {
    minLength: 5,
    maxLength: 5,
  });
  fc.assert(
    fc.property(noise, (factors) => {
      const calibration = sweep().map((row, i) => ({
        ...row,
        timePerOutputTokenMs: row.timePerOutputTokenMs * factors[i],
      }));
      const rates = [15, 20, 30, 50].map((timePerOutputTokenP95Ms) => {
        const objectives = { timeToFirstTokenP95Ms: 2000, timePerOutputTokenP95Ms };
        return chat({ objectives, calibration }).replica?.maxRequestsPerSecond ?? 0;
      });
      expect(rates).toEqual([...rates].sort((a, b) => a - b));
    }),
    { numRuns: 10 },
  );
});

describe('outside of what was measured', () => {
  test('an operating point is warned of, with what was measured, and its band is wider', () => {
    const operatingPoint = { concurrency: 512, inputTokens: 2000, outputTokens: 300 };
    const plan = chat({ operatingPoint, calibration: sweep() });
    const [box] = warned(plan, 'calibration-box').filter(({ path }) => path === '/operatingPoint');
    expect(box.message).toBe(
      'outside of what was measured: inputTokens 2000 (500 to 500), concurrency 512 (1 to 256); the band is wider for it',
    );
    const { high, value } = evidence(plan, '/speed/prediction/timePerOutputTokenMs');
    expect(must(high) / value - 1).toBeCloseTo(Math.hypot(0.0387, 0.3), 3);
  });

  test('traffic of other lengths is warned of, and of nearly the same is not', () => {
    const warnings = (inputTokens: number) => {
      const traffic = { ...chat70b.traffic, inputTokens };
      return warned(chat({ traffic, calibration: sweep() }), 'calibration-box').map(
        ({ path }) => path,
      );
    };
    expect(warnings(520)).not.toContain('/traffic');
    expect(warnings(1000)).toContain('/traffic');
  });
});

test('points that contradict each other are warned of, and those of one curve are not', () => {
  const scattered = sweep().map((row, i) => ({
    ...row,
    timePerOutputTokenMs: row.timePerOutputTokenMs * (i === 2 ? 3 : 1),
  }));
  const [warning] = warned(chat({ calibration: scattered }), 'calibration-scatter');
  expect(warning.message).toMatch(/^load points contradict each other: each is \d+/);
  expect(warned(chat({ calibration: sweep() }), 'calibration-scatter')).toEqual([]);
});

describe('points of another server', () => {
  const stale = (calibration: CalibrationRow[], request: Partial<PlanRequest> = {}) =>
    warned(chat({ calibration, ...request }), 'calibration-stale').map(({ message }) => message);
  const engine = { version: '0.32.0' };

  test('are warned of by version, engine, GPU and parallelism', () => {
    const other = { engineVersion: '0.19.1', engine: 'sglang', gpu: 'H200' };
    expect(stale(sweep(other), { engine, measured: { kvCacheGiBPerGpu: 50, tensor: 4 } })).toEqual([
      'measured on vllm 0.19, planned is 0.32.0',
      'measured on sglang, planned is vllm',
      'measured on H200-SXM, planned is H100-SXM',
      'the memory was measured at tensor 4, planned is 8',
    ]);
  });

  test('are not where only the patch or the spelling is another', () => {
    const same = {
      engineVersion: 'v0.32.1+cu130',
      engine: 'vllm',
      gpu: 'H100-80GB-SXM',
      tensor: 8,
    };
    expect(
      stale(sweep(same), { engine, measured: { tensor: 8, engineVersion: '0.32.0' } }),
    ).toEqual([]);
  });

  test('of another parallelism calibrate nothing, and the plan says so', () => {
    const plan = chat({ calibration: sweep({ tensor: 4 }) });
    expect(plan.speed).toEqual(chat().speed);
    const [unused] = warned(plan, 'calibration-unused');
    expect(unused.message).toBe(
      'none of 5 load points is of tensor 8, pipeline 1, data 1, which is planned: the speed is not calibrated',
    );
  });

  test('calibrate the candidates they belong to, where the parallelism is open', () => {
    const { parallelism: _, ...open } = chat70b;
    const named = planFor({ ...open, calibration: sweep({ tensor: 8 }) });
    expect(warned(named, 'calibration-parallelism')).toEqual([]);
    const unnamed = planFor({ ...open, calibration: sweep() });
    expect(warned(unnamed, 'calibration-parallelism')).toHaveLength(1);
    expect(warned(chat({ calibration: sweep() }), 'calibration-parallelism')).toEqual([]);
  });
});

test('what no model computes is in the points, and is not warned of beside them', () => {
  const engine = { speculative: { method: 'eagle3', tokens: 3 }, lora: {} };
  const warnings = (plan: ReturnType<typeof planFor>) =>
    plan.warnings.map(({ code }) => code).filter((code) => /assumed$|not-in-speed$/.test(code));
  expect(warnings(chat({ engine }))).toEqual(['acceptance-assumed', 'adapters-not-in-speed']);
  expect(warnings(chat({ engine, calibration: sweep() }))).toEqual([]);
});

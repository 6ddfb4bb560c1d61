import * as fc from 'fast-check';
import { type Calibration, calibrationOf } from '../../../src/capacity/calibration/calibration';
import { loadPoints } from '../../../src/capacity/calibration/load-points';
import type { CalibrationRow } from '../../../src/capacity/calibration/row';
import { stepModel } from '../../../src/capacity/calibration/step-terms';
import type { Candidate } from '../../../src/capacity/candidate';
import { candidates } from '../../../src/capacity/choose';
import { closedLoop } from '../../../src/capacity/closed-loop';
import type { PlanRequest } from '../../../src/capacity/request';
import { type PlanInputs, resolveRequest } from '../../../src/capacity/resolve';
import { steadyState } from '../../../src/capacity/steady-state';
import { chat70b, must } from '../../plan/requests';

const MOE = {
  model: 'Qwen/Qwen3-235B-A22B',
  accelerator: 'B200',
  parallelism: { tensor: 4, data: 2 },
} satisfies PlanRequest;

const server = (request: PlanRequest): [PlanInputs, Candidate] => {
  const inputs = resolveRequest(request);
  return [inputs, candidates(inputs, inputs.geometry)[0]];
};
const dense = server(chat70b);
const servers = [dense, server(MOE)];

const calibration = ([inputs, candidate]: [PlanInputs, Candidate], rows: CalibrationRow[]) =>
  must<Calibration>(calibrationOf({ ...inputs, calibration: rows }, candidate));

const loadOf = ({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }) => ({
  inputTokens,
  outputTokens,
  cachedInputShare: 0,
  inputVariation: 0,
});

const SHAPES = [
  { inputTokens: 500, outputTokens: 300 },
  { inputTokens: 4000, outputTokens: 500 },
];
const COUNTS = [2, 8, 32, 128];
const at = (shapes = SHAPES, counts = COUNTS) =>
  shapes.flatMap((shape) => counts.map((concurrency) => ({ ...shape, concurrency })));

/** Load points as the four terms of the model have them, each times its own factor. */
const lawful = ([, candidate]: [PlanInputs, Candidate], factors: number[]): CalibrationRow[] => {
  const loads = at();
  const model = stepModel(candidate, loadPoints(loads.map(timed(1)), candidate));
  return loads.map((load) => {
    const terms = model.terms(loadOf(load), load.concurrency);
    return timed(terms.reduce((sum, term, k) => sum + term * factors[k], 0))(load);
  });
};
const timed =
  (timePerOutputTokenMs: number) =>
  (load: { concurrency: number; inputTokens: number; outputTokens: number }): CalibrationRow => ({
    ...load,
    timePerOutputTokenMs,
  });

describe('load points that the model itself makes', () => {
  test.each(servers.map((each, i) => [i === 0 ? 'dense' : 'MoE', each] as const))(
    'of a %s model have multipliers of 1',
    (_, each) => {
      const [, candidate] = each;
      const rows = lawful(each, [1, 1, 1, 1]);
      const model = stepModel(candidate, loadPoints(rows, candidate));
      const load = loadOf({ inputTokens: 1000, outputTokens: 400 });
      const law = calibration(each, rows).law(load);
      const uncalibrated = model.law(load, [0, 0, 0, 0]);
      expect(law.baseMs).toBeCloseTo(uncalibrated.baseMs, 9);
      expect(law.perSequenceMs).toBeCloseTo(uncalibrated.perSequenceMs, 9);
      expect(law.perInputTokenMs).toBeCloseTo(uncalibrated.perInputTokenMs, 9);
      expect(must(calibration(each, rows).meanError)).toBeLessThan(1e-9);
    },
  );

  test('by its closed loop change nothing as long as they are too few to show a curve', () => {
    const [, candidate] = dense;
    const rows = at(SHAPES, [16, 64]).map((load) =>
      timed(closedLoop(candidate, loadOf(load), load.concurrency).timePerOutputTokenMs)(load),
    );
    const load = loadOf({ inputTokens: 900, outputTokens: 200 });
    const { timePerOutputTokenMs } = closedLoop(candidate, load, 100);
    expect(calibration(dense, rows).closedLoop(load, 100).timePerOutputTokenMs).toBeCloseTo(
      timePerOutputTokenMs,
      9,
    );
  });
});

describe('a fit', () => {
  test('finds which term of the model is off', () => {
    const load = loadOf({ inputTokens: 1000, outputTokens: 400 });
    const right = calibration(dense, lawful(dense, [1, 1, 1, 1])).law(load);
    const slowPrompts = calibration(dense, lawful(dense, [1, 1, 1, 1.5])).law(load);
    const slowWeights = calibration(dense, lawful(dense, [1.5, 1, 1, 1])).law(load);
    const over = (one: number, other: number) => one / other - 1;
    expect(over(slowPrompts.perInputTokenMs, right.perInputTokenMs)).toBeGreaterThan(
      2 * over(slowPrompts.baseMs, right.baseMs),
    );
    expect(over(slowWeights.baseMs, right.baseMs)).toBeGreaterThan(
      2 * Math.abs(over(slowWeights.perInputTokenMs, right.perInputTokenMs)),
    );
  });

  test('of points that are all slower by a factor is slower by that factor everywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...servers),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        fc.array(fc.double({ min: 5, max: 80, noNaN: true }), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 400 }),
        (each, factor, times, concurrency) => {
          const rows = at().map((load, i) => timed(times[i])(load));
          const slower = rows.map((row) => ({
            ...row,
            timePerOutputTokenMs: row.timePerOutputTokenMs * factor,
          }));
          const load = loadOf({ inputTokens: 700, outputTokens: 350 });
          const before = calibration(each, rows).closedLoop(load, concurrency);
          const after = calibration(each, slower).closedLoop(load, concurrency);
          expect(after.timePerOutputTokenMs / before.timePerOutputTokenMs).toBeCloseTo(factor, 6);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('runs through every point, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...servers),
        fc.array(fc.double({ min: 5, max: 80, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (each, times) => {
          const rows = at().map((load, i) => timed(times[i])(load));
          const fit = calibration(each, rows);
          for (const row of rows) {
            const { timePerOutputTokenMs } = fit.closedLoop(loadOf(row), row.concurrency as number);
            expect(timePerOutputTokenMs / row.timePerOutputTokenMs).toBeCloseTo(1, 2);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('takes the geometric mean of repeats', () => {
    const [load] = at();
    const fit = calibration(dense, [timed(9)(load), timed(16)(load)]);
    expect(fit.points).toBe(1);
    expect(fit.closedLoop(loadOf(load), load.concurrency).timePerOutputTokenMs).toBeCloseTo(12, 9);
  });

  test('of times to first token runs through them, and leaves tokens as they are', () => {
    const rows = at().map((load, i) => ({
      ...load,
      timePerOutputTokenMs: 10 + i,
      timeToFirstTokenMs: 80 + 40 * i,
    }));
    const fit = calibration(dense, rows);
    const silent = calibration(
      dense,
      rows.map(({ timeToFirstTokenMs: _, ...row }) => row),
    );
    for (const row of rows) {
      const loop = fit.closedLoop(loadOf(row), row.concurrency);
      const without = silent.closedLoop(loadOf(row), row.concurrency);
      expect(loop.timeToFirstTokenMs / row.timeToFirstTokenMs).toBeCloseTo(1, 2);
      expect(loop.timePerOutputTokenMs).toBe(without.timePerOutputTokenMs);
      const cycleMs = row.timeToFirstTokenMs + (row.outputTokens - 1) * row.timePerOutputTokenMs;
      // 2 % is the step that the closed loop counts and this sum does not.
      expect((loop.requestsPerSecond * cycleMs) / (1000 * row.concurrency)).toBeCloseTo(1, 1);
    }
  });
});

describe('an open loop', () => {
  test('finds the time that was measured at its rate', () => {
    const [inputs, candidate] = dense;
    const shape = { inputTokens: 500, outputTokens: 300 };
    const rates = [2, 5, 10, 15];
    const rows = rates.map((requestsPerSecond, i) => ({
      ...shape,
      requestsPerSecond,
      timePerOutputTokenMs: [11, 13, 18, 26][i],
    }));
    const fit = calibration([inputs, candidate], rows);
    rows.forEach((row) => {
      const inFlight = (row.requestsPerSecond * 299 * row.timePerOutputTokenMs) / 1000;
      const limits = { tokensPerStep: 8192, frontendMs: 12, pipelineStages: 1 };
      const request = { ...shape, inputVariation: 0 };
      const state = steadyState(
        fit.law(loadOf(shape), inFlight),
        request,
        limits,
        row.requestsPerSecond,
      );
      expect(must(state).meanStepMs / row.timePerOutputTokenMs).toBeGreaterThan(0.94);
      expect(must(state).meanStepMs / row.timePerOutputTokenMs).toBeLessThan(1.06);
    });
  });
});

describe('a load point', () => {
  const point = (row: CalibrationRow) => loadPoints([row], dense[1])[0];
  const row = { inputTokens: 500, outputTokens: 301, timePerOutputTokenMs: 20 };

  test('of an open loop has the requests in flight of Little’s law', () => {
    // 4 requests/s × (100 ms + 300 × 20 ms)
    const open = point({ ...row, requestsPerSecond: 4, timeToFirstTokenMs: 100 });
    expect(open.concurrency).toBeCloseTo(24.4, 9);
    expect(point({ ...row, requestsPerSecond: 0.01 }).concurrency).toBe(1);
  });

  test('has no more in flight than the run had prompts', () => {
    expect(point({ ...row, concurrency: 1024, numPrompts: 80 }).concurrency).toBe(80);
    expect(point({ ...row, concurrency: 32, numPrompts: 320 }).concurrency).toBe(32);
  });

  test('of another parallelism is none of this candidate', () => {
    expect(loadPoints([{ ...row, concurrency: 8, tensor: 4 }], dense[1])).toEqual([]);
    expect(loadPoints([{ ...row, concurrency: 8, tensor: 8, data: 2 }], dense[1])).toEqual([]);
    expect(loadPoints([{ ...row, concurrency: 8, tensor: 8 }], dense[1])).toHaveLength(1);
  });
});

describe('the band', () => {
  const fit = calibration(dense, lawful(dense, [1, 1, 1, 1]));
  const inside = loadOf({ inputTokens: 1000, outputTokens: 400 });

  test('is 3 % where the points agree, and holds as far as they reach', () => {
    expect(fit.band(inside, 2)).toBe(0.03);
    expect(fit.band(inside, 128)).toBe(0.03);
  });

  test('widens by 15 % per doubling of the number in flight, and by 15 % for a new shape', () => {
    expect(fit.band(inside, 256)).toBeCloseTo(Math.hypot(0.03, 0.15), 9);
    expect(fit.band(inside, 512)).toBeCloseTo(Math.hypot(0.03, 0.3), 9);
    const longer = loadOf({ inputTokens: 16_000, outputTokens: 400 });
    expect(fit.band(longer, 128)).toBeCloseTo(Math.hypot(0.03, 0.15), 9);
  });

  test('is as wide as points contradict each other, 10 % for one and 20 % for a simulator', () => {
    const [load] = at();
    expect(calibration(dense, [timed(9)(load)]).inside).toBe(0.1);
    const simulated = lawful(dense, [1, 1, 1, 1]).map((row) => ({ ...row, simulated: true }));
    expect(calibration(dense, simulated)).toMatchObject({ inside: 0.2, isMeasured: false });
    const noisy = lawful(dense, [1, 1, 1, 1]).map((row, i) => ({
      ...row,
      timePerOutputTokenMs: row.timePerOutputTokenMs * (i % 2 === 0 ? 1.3 : 0.7),
    }));
    const { inside: wide, meanError } = calibration(dense, noisy);
    expect(wide).toBeCloseTo(1.6 * must(meanError), 9);
    expect(wide).toBeGreaterThan(0.1);
  });
});

import * as fc from 'fast-check';
import { maxRate } from '../../src/capacity/max-rate';
import {
  type RequestShape,
  type SteadyState,
  type StepLaw,
  saturationRate,
  steadyState,
} from '../../src/capacity/steady-state';
import { type Simulated, simulate } from './step-simulation';

/** A 70B model on eight H100, a large model with small batches, a small one with long prompts. */
const chat = { law: law(11.4, 0.0106, 0.046), inputTokens: 500, outputTokens: 300, budget: 8192 };
const slow = { law: law(20, 0.05, 0.03), inputTokens: 1000, outputTokens: 400, budget: 2048 };
const long = { law: law(8, 0.03, 0.1), inputTokens: 1500, outputTokens: 200, budget: 8192 };
const short = { law: law(25, 0.08, 0.15), inputTokens: 100, outputTokens: 100, budget: 2048 };
const huge = { law: law(6, 0.01, 0.02), inputTokens: 4000, outputTokens: 400, budget: 2048 };

function law(baseMs: number, perSequenceMs: number, perInputTokenMs: number): StepLaw {
  return { baseMs, perSequenceMs, perInputTokenMs };
}

interface Case {
  readonly law: StepLaw;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly budget: number;
}

function limitsOf({ budget }: Case) {
  return { tokensPerStep: budget, frontendMs: 0, pipelineStages: 1 };
}

function solve(each: Case, inputVariation: number, share: number): SteadyState {
  const shape = { ...each, inputVariation };
  const rate = share * saturationRate(each.law, shape, limitsOf(each));
  const state = steadyState(each.law, shape, limitsOf(each), rate);
  if (!state) throw new Error('saturated');
  return state;
}

function simulated(each: Case, inputVariation: number, share: number, slots = Infinity): Simulated {
  const requestsPerSecond =
    share * saturationRate(each.law, { ...each, inputVariation }, limitsOf(each));
  const { budget: tokensPerStep } = each;
  const run = { requests: 12000, seed: 7, slots };
  return simulate({ ...each, ...run, requestsPerSecond, inputVariation, tokensPerStep });
}

const off = (closed: number, measured: number): number => Math.abs(closed / measured - 1);

const shares = [0.3, 0.5, 0.7, 0.85];
const variations = [0, 0.5, 0.96];

describe.each([
  ['chat', chat],
  ['slow', slow],
  ['long', long],
  ['short', short],
  ['huge', huge],
])('against a simulation of the same step law, %s', (_name, each) => {
  test.each(variations.flatMap((variation) => shares.map((share) => [variation, share])))(
    'with a prompt variation of %d and at %d of saturation, TTFT p95 is within 25 %%, its mean within 30 %%',
    (variation, share) => {
      const closed = solve(each, variation, share);
      const measured = simulated(each, variation, share);
      expect(off(closed.timeToFirstTokenP95Ms, measured.timeToFirstTokenP95Ms)).toBeLessThan(0.25);
      expect(off(closed.timeToFirstTokenMeanMs, measured.timeToFirstTokenMeanMs)).toBeLessThan(0.3);
    },
  );
});

test.each([
  ['chat', chat],
  ['slow', slow],
  ['short', short],
  ['huge', huge],
])('n and T of %s are within 8 %% of the simulation to 70 %% of saturation', (_name, each) => {
  for (const share of [0.3, 0.5, 0.7]) {
    const closed = solve(each, 0.96, share);
    const measured = simulated(each, 0.96, share);
    expect(off(closed.inFlight, measured.decoding)).toBeLessThan(0.08);
    expect(off(closed.meanStepMs, measured.meanStepMs)).toBeLessThan(0.08);
  }
});

test('prompts of many empty steps come in clumps: n is up to 30 % low at 85 % of saturation', () => {
  const closed = solve(long, 0.96, 0.85);
  const measured = simulated(long, 0.96, 0.85);
  expect(closed.inFlight / measured.decoding).toBeGreaterThan(0.7);
});

describe('slots of an engine at 70 % of saturation', () => {
  const { inFlight, inFlightDeviation } = solve(chat, 0.96, 0.7);
  const at = (deviations: number): Simulated =>
    simulated(chat, 0.96, 0.7, Math.round(inFlight + deviations * inFlightDeviation));
  const ample = at(100).timeToFirstTokenP95Ms;

  test('with 2.5 deviations to spare hardly anything waits and TTFT stays', () => {
    const spare = at(2.5);
    expect(spare.waiting).toBeLessThan(1);
    expect(spare.timeToFirstTokenP95Ms).toBeLessThan(1.25 * ample);
  });

  test('a fifth of a deviation short, TTFT falls off a cliff', () => {
    const none = at(-0.2);
    expect(none.waiting).toBeGreaterThan(20);
    expect(none.timeToFirstTokenP95Ms).toBeGreaterThan(5 * ample);
  });
});

describe('the closed form', () => {
  const shape: RequestShape = { inputTokens: 500, outputTokens: 300, inputVariation: 0 };

  test('a time per output token is a / (1 − λ(b·O + c·I))', () => {
    // 10 requests/s × (0.01 · 300 + 0.05 · 500) ms = 0.28.
    const state = steadyState(law(11, 0.01, 0.05), shape, limitsOf(chat), 10);
    // Prompts that fill the steps before the batch does: 11 · 800 / 8192 = 1.07 more.
    expect(state?.utilization).toBeCloseTo((10 * (28 + (11 * 800) / 8192)) / 1000, 12);
    // And 0.25 % more, as prompts clump the sequences that decode.
    expect(state?.meanStepMs).toBeCloseTo((11 / 0.72) * 1.0025, 2);
    expect(state?.inFlight).toBeCloseTo(((10 * 0.3 * 11) / 0.72) * 1.0025, 2);
  });

  test('at saturation and beyond there is no steady state', () => {
    const each = law(11, 0.01, 0.05);
    expect(saturationRate(each, shape, limitsOf(chat))).toBeCloseTo(1000 / (28 + 8800 / 8192), 12);
    expect(steadyState(each, shape, limitsOf(chat), 35)).toBeUndefined();
    expect(steadyState(each, shape, limitsOf(chat), 34)).toBeDefined();
  });

  test('everything grows with the rate', () => {
    const share = fc.double({ min: 0.05, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.constantFrom(chat, slow, long), (one, two, each) => {
        const [less, more] = [
          solve(each, 0.5, Math.min(one, two)),
          solve(each, 0.5, Math.max(one, two)),
        ];
        for (const key of Object.keys(less) as (keyof SteadyState)[]) {
          expect(more[key]).toBeGreaterThanOrEqual(less[key]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the largest rate', () => {
  const shape: RequestShape = { inputTokens: 500, outputTokens: 300, inputVariation: 0 };
  const slots = { limit: 1024, limitedBy: 'maxNumSeqs', deviations: 2.5 };
  const rate = (ttft: number, tpot: number, own = slots) => {
    const objectives = { timeToFirstTokenP95Ms: ttft, timePerOutputTokenP95Ms: tpot };
    return maxRate(chat.law, shape, limitsOf(chat), objectives, own);
  };

  test.each([
    ['timeToFirstToken', rate(150, 1000)],
    ['timePerOutputToken', rate(10000, 20)],
    ['maxNumSeqs', rate(10000, 1000, { ...slots, limit: 64 })],
  ])('%s binds where its own rate is the smallest', (constraint, limit) => {
    expect(limit.bindingConstraint).toBe(constraint);
    expect(limit.limits[constraint]).toBe(Math.min(...Object.values(limit.limits)));
    expect(limit.requestsPerSecond).toBe(limit.limits[constraint]);
  });

  test('it reaches the objective that binds and keeps the other', () => {
    const { state } = rate(150, 30);
    expect(state?.timeToFirstTokenP95Ms).toBeCloseTo(150, 3);
    expect(state?.timePerOutputTokenP95Ms).toBeLessThan(30);
  });

  test('it is 0 where a lone request already misses an objective', () => {
    expect(rate(10, 30).requestsPerSecond).toBe(0);
    expect(rate(10, 30).unloaded.timeToFirstTokenP95Ms).toBeGreaterThan(10);
  });
});

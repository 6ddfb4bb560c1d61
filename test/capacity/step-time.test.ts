import * as fc from 'fast-check';
import { stepMs } from '../../src/capacity/step-time';
import { terms } from './terms';

const load = { sequences: 0, context: 1000, promptTokens: 0, promptContext: 250 };

describe('a step', () => {
  test('that carries nothing costs its overheads, its weights and its links', () => {
    expect(stepMs(terms(), load)).toBeCloseTo(4 + 1 + 6 + 0.5, 12);
  });

  test('reads the cache of each sequence, and its arithmetic overlaps with the weights', () => {
    const own = 100 * (0.01 + 0.01);
    expect(stepMs(terms(), { ...load, sequences: 100 })).toBeCloseTo(
      5 + Math.hypot(6, 1) + own + 0.5 + 0.1,
      12,
    );
  });

  test('with prompts takes at least as long as the host needs to launch its kernels', () => {
    const one = { ...load, promptTokens: 1 };
    expect(stepMs(terms({ launchMs: 30 }), one)).toBe(30);
    expect(stepMs(terms({ launchMs: 30 }), load)).toBeLessThan(12);
  });

  test('reads the experts that its tokens reach: few of a small batch, all of a large one', () => {
    const experts = { readMs: 10, perTokenMs: 0, share: 0.1, ranks: 1 };
    const more = (sequences: number): number =>
      stepMs(terms({ experts }), { ...load, sequences }) - stepMs(terms(), { ...load, sequences });
    expect(more(1)).toBeCloseTo(10 * (1 - 0.9 ** 0.83), 9);
    expect(more(1000)).toBeCloseTo(10, 9);
  });

  test('verifies every drafted token of every sequence', () => {
    const speculation = { draftTokens: 3, tokensPerStep: 2 };
    const drafting = terms({ speculation, draftMs: 0.7 });
    const plain = stepMs(terms(), { ...load, sequences: 400 });
    const own = 100 * (0.01 + 0.01);
    expect(stepMs(drafting, { ...load, sequences: 100 })).toBeCloseTo(
      5 + 0.7 + Math.hypot(6, 4) + own + 0.5 + 0.4,
      12,
    );
    expect(plain).toBeGreaterThan(stepMs(drafting, { ...load, sequences: 100 }));
    expect(stepMs(drafting, load)).toBe(stepMs(terms(), load));
  });

  test('never gets shorter with more sequences or more prompt tokens', () => {
    const count = fc.integer({ min: 0, max: 4000 });
    fc.assert(
      fc.property(count, count, count, (sequences, promptTokens, more) => {
        const base = stepMs(terms(), { ...load, sequences, promptTokens });
        const wider = { ...load, sequences: sequences + more, promptTokens };
        const longer = { ...load, sequences, promptTokens: promptTokens + more };
        expect(stepMs(terms(), wider)).toBeGreaterThanOrEqual(base);
        expect(stepMs(terms(), longer)).toBeGreaterThanOrEqual(base);
      }),
    );
  });
});

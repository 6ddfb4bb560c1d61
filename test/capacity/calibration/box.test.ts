import { boxOf, kneeOf } from '../../../src/capacity/calibration/box';

const point = (concurrency: number, perSecond?: number, timeToFirstTokenMs?: number) => ({
  load: { inputTokens: 500, outputTokens: 300, cachedInputShare: 0, inputVariation: 0 },
  concurrency,
  timePerOutputTokenMs: 20,
  timeToFirstTokenMs,
  outputTokensPerSecond: perSecond,
});

describe('the box of load points', () => {
  test('reaches from the least to the most in each direction', () => {
    const longer = { ...point(4), load: { ...point(4).load, inputTokens: 4000 } };
    expect(boxOf([point(32), longer, point(8)])).toEqual({
      concurrency: { least: 4, most: 32 },
      inputTokens: { least: 500, most: 4000 },
      outputTokens: { least: 300, most: 300 },
    });
  });
});

describe('the knee of a sweep', () => {
  test('is the last point before throughput grows by less than a tenth of its first slope', () => {
    // 50 tokens/s a request up to 64, then 4.
    expect(kneeOf([point(1, 50), point(32, 1600), point(64, 3200), point(128, 3456)])).toBe(64);
  });

  test('comes earlier where first tokens take three times as long as unloaded', () => {
    const sweep = [point(1, 50, 100), point(32, 1600, 290), point(64, 3200, 300)];
    expect(kneeOf(sweep)).toBe(32);
  });

  test('is the end where throughput still grows, and nowhere in two points', () => {
    expect(kneeOf([point(1, 50), point(2, 100), point(4, 190)])).toBe(4);
    expect(kneeOf([point(1, 50), point(2, 100)])).toBeUndefined();
  });

  test('is told from the times where no throughput was measured', () => {
    // Each has 300 tokens in 299 × 20 ms.
    expect(kneeOf([point(1), point(2), point(4)])).toBe(4);
  });
});

import { growthOver } from '../../src/capacity/growth';

const measured = {
  kind: 'measured' as const,
  horizons: [
    { minutes: 5, p95: 1, p99: 4 },
    { minutes: 10, p95: 1, p99: 6 },
    { minutes: 60, p95: 1, p99: 20 },
  ],
};

describe('growth over a time', () => {
  test('is the ramp for as long as it takes, where one is stated or assumed', () => {
    expect(growthOver({ kind: 'stated', ramp: 0.5 }, 60)).toBe(30);
  });

  test.each([
    [300, 4],
    [450, 5],
    [600, 6],
    [3600, 20],
  ])('is read between the horizons of a trace: %d s is %d', (seconds, expected) => {
    expect(growthOver(measured, seconds)).toBeCloseTo(expected, 9);
  });

  test('is that of the first horizon below it, whose bins hide anything shorter', () => {
    expect(growthOver(measured, 20)).toBe(4);
  });

  test('goes on as steeply beyond the last', () => {
    expect(growthOver(measured, 7200)).toBe(40);
  });
});

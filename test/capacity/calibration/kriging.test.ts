import { krige } from '../../../src/capacity/calibration/kriging';

const priors = { terms: [0.3, 0.3], rest: 0.2, reach: [2] };
const at = (place: number, value: number, share = 0.5) => ({
  place: [place],
  shares: [share, 1 - share],
  value,
});

describe('kriging', () => {
  test('of one point is a level, and nothing else', () => {
    const { multipliers, restAt, leftOut } = krige([at(1, 0.4)], priors);
    expect(multipliers).toEqual([expect.closeTo(0.4, 9), expect.closeTo(0.4, 9)]);
    expect(restAt([1])).toBeCloseTo(0, 9);
    expect(leftOut).toEqual([]);
  });

  test('gives a term what only that term explains', () => {
    const points = [at(0, 0, 0.9), at(3, 0.1, 0.5), at(6, 0.2, 0.1)];
    const [first, second] = krige(points, { ...priors, rest: 0.001 }).multipliers;
    expect(first).toBeCloseTo(-0.025, 1);
    expect(second).toBeCloseTo(0.225, 1);
  });

  test('interpolates what is left between its points, and forgets it far away', () => {
    const frozen = { ...priors, terms: [0, 0] };
    const { multipliers, restAt } = krige([at(0, -0.1), at(1, 0.1)], frozen);
    expect(multipliers[0]).toBeCloseTo(0, 9);
    expect(restAt([0])).toBeCloseTo(-0.1, 4);
    expect(restAt([0.5])).toBeCloseTo(0, 9);
    expect(restAt([1])).toBeCloseTo(0.1, 4);
    expect(restAt([40])).toBeCloseTo(0, 9);
  });

  test('knows how far each point is from what the others say of it', () => {
    const points = [at(0, 0.1), at(1, 0.3), at(2, 0.1), at(3.5, 0.2)];
    const { leftOut } = krige(points, priors);
    points.forEach((point, i) => {
      const others = krige(
        points.filter((_, j) => j !== i),
        priors,
      );
      const predicted =
        others.multipliers.reduce((sum, each, k) => sum + each * point.shares[k], 0) +
        others.restAt(point.place);
      expect(leftOut[i]).toBeCloseTo(point.value - predicted, 6);
    });
  });
});

import { sum } from './sums';

/** A measured ratio, as a logarithm, and where it was measured. */
export interface Residual {
  /** Logarithms of what the ratio may depend on. */
  readonly place: readonly number[];
  /** Share of each term of the model in its sum there. */
  readonly shares: readonly number[];
  readonly value: number;
}

/** How far the model may be off, as standard deviations of logarithms. */
export interface Priors {
  /** Of each term against the common level; 0 freezes it to the level. */
  readonly terms: readonly number[];
  /** Of what no multiplier of terms explains. */
  readonly rest: number;
  /** Over which distance in each direction that is alike. */
  readonly reach: readonly number[];
}

/** Measured ratios as a level, a multiplier a term, and an interpolation of what is left. */
export interface Kriged {
  /** Logarithms of the multipliers. */
  readonly multipliers: readonly number[];
  /** What interpolation adds at a place; fades to 0 away from all points. */
  restAt(place: readonly number[]): number;
  /** Errors of predicting each point from all others, as logarithms. */
  readonly leftOut: readonly number[];
}

/** Repeats of a run differ by more; less would make neighbours that are close quarrel. */
const NOISE = 1e-3;

/**
 * Universal kriging: least squares in which multipliers keep to their priors, and the residuals are
 * interpolated between points. Its curve runs through every point.
 */
export function krige(points: readonly Residual[], priors: Priors): Kriged {
  const covariance = points.map((a, i) =>
    points.map((b, j) => {
      const ofTerms = priors.terms.reduce(
        (sum, deviation, k) => sum + deviation ** 2 * a.shares[k] * b.shares[k],
        0,
      );
      return ofTerms + likeness(a.place, b.place, priors) + (i === j ? NOISE ** 2 : 0);
    }),
  );
  const inverse = inverted(covariance);
  const columnSums = inverse.map(sum);
  const total = sum(columnSums);
  const level = points.reduce((whole, { value }, i) => whole + columnSums[i] * value, 0) / total;
  const weights = inverse.map((row) =>
    row.reduce((whole, each, j) => whole + each * (points[j].value - level), 0),
  );
  const multipliers = priors.terms.map(
    (deviation, k) =>
      level +
      deviation ** 2 *
        weights.reduce((whole, weight, i) => whole + weight * points[i].shares[k], 0),
  );
  return {
    multipliers,
    restAt: (place) =>
      points.reduce(
        (whole, point, i) => whole + weights[i] * likeness(point.place, place, priors),
        0,
      ),
    // The level is fitted as well, hence the second part of the divisor.
    leftOut:
      points.length < 2
        ? []
        : weights.map((weight, i) => weight / (inverse[i][i] - columnSums[i] ** 2 / total)),
  };
}

/** Matérn 3/2: without kinks at the points, and of neighbours only the near ones count. */
function likeness(a: readonly number[], b: readonly number[], { rest, reach }: Priors): number {
  const squares = a.map((each, i) => ((each - b[i]) / reach[i]) ** 2);
  const scaled = Math.sqrt(3 * sum(squares));
  return rest ** 2 * (1 + scaled) * Math.exp(-scaled);
}

/** Gauss and Jordan; the matrix is positive definite, so that no pivot is 0. */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  rows.forEach((pivotRow, i) => {
    const pivot = pivotRow[i];
    for (let k = 0; k < pivotRow.length; k++) pivotRow[k] /= pivot;
    rows.forEach((row, j) => {
      const factor = row[i];
      if (j === i || factor === 0) return;
      for (let k = i; k < row.length; k++) row[k] -= factor * pivotRow[k];
    });
  });
  return rows.map((row) => row.slice(matrix.length));
}

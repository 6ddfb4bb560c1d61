/** One comparison: `predicted` against `measured`, with the band that the plan states. */
export const comparison = (id, measured, predicted, band) => ({ id, measured, predicted, band });

const sorted = (values) => values.toSorted((a, b) => a - b);
const quantile = (values, share) => {
  const ordered = sorted(values);
  const place = (ordered.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (ordered[above] - ordered[below]) * (place - below);
};
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export const relativeError = ({ measured, predicted }) => predicted / measured - 1;

/** n, median, mean and p90 of the absolute relative error, the share inside the band, the worst. */
export function score({ quantity, bar, comparisons, skipped = [] }) {
  const errors = comparisons.map((row) => Math.abs(relativeError(row)));
  const banded = comparisons.filter(({ band }) => band !== undefined);
  const inside = banded.filter(
    ({ measured, band: [low, high] }) => low <= measured && measured <= high,
  );
  const worst = comparisons
    .toSorted((a, b) => Math.abs(relativeError(b)) - Math.abs(relativeError(a)))
    .slice(0, 10)
    .map((row) => ({ ...row, error: relativeError(row) }));
  if (comparisons.length === 0) return { quantity, bar, n: 0, skipped };
  return {
    quantity,
    bar,
    n: comparisons.length,
    median: quantile(errors, 0.5),
    mean: mean(errors),
    p90: quantile(errors, 0.9),
    worstError: Math.max(...errors),
    insideBand: banded.length > 0 ? inside.length / banded.length : undefined,
    within: (share) => errors.filter((error) => error <= share).length / errors.length,
    worst,
    skipped,
  };
}

/** A sum with what the additions lose, as Prometheus carries it along (Kahan and Neumaier). */
function compensated(values: readonly number[]): { total: number; lost: number } {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    if (!Number.isFinite(next)) lost = 0;
    else if (Math.abs(total) >= Math.abs(value)) lost += total - next + value;
    else lost += value - next + total;
    total = next;
  }
  return { total, lost };
}

export function sum(values: readonly number[]): number {
  const { total, lost } = compensated(values);
  return total + lost;
}

export function mean(values: readonly number[]): number {
  const { total, lost } = compensated(values);
  return total / values.length + lost / values.length;
}

export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

/** The least or greatest; NaN only where there is nothing else. */
export function extreme(values: readonly number[], isBetter: (a: number, b: number) => boolean) {
  return values.reduce((best, value) =>
    isBetter(value, best) || Number.isNaN(best) ? value : best,
  );
}

/** Interpolated between the two nearest ranks, NaN being the lowest. */
export function quantile(share: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  const sorted = [...values].sort(ascending);
  const rank = share * (sorted.length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  const upper = Math.min(sorted.length - 1, lower + 1);
  return sorted[lower] * (1 - weight) + sorted[upper] * weight;
}

/** NaN before all others. */
export function ascending(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : Number(a > b);
}

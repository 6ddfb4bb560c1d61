import { distinct, drop, keyBeside, labelOf, NAME } from './label-set';
import type { Sample } from './series';

interface Bucket {
  readonly upperBound: number;
  count: number;
}

// As in promql/quantile.go: smaller differences come from adding floats, not from observations.
const TOLERANCE = 1e-12;

/** One sample for each histogram; its buckets are the samples that differ only in `le`. */
export function histogramQuantile(share: number, samples: readonly Sample[]): readonly Sample[] {
  const histograms = new Map<string, { first: Sample; buckets: Bucket[] }>();
  for (const sample of samples) {
    const upperBound = boundOf(labelOf(sample, 'le'));
    if (upperBound === undefined) continue;
    const key = keyBeside(sample, ['le']);
    const histogram = histograms.get(key);
    const bucket = { upperBound, count: sample.value };
    if (histogram) histogram.buckets.push(bucket);
    else histograms.set(key, { first: sample, buckets: [bucket] });
  }
  const quantiles = [...histograms.values()].map(({ first, buckets }) => {
    return { ...drop(first, ['le', NAME]), value: bucketQuantile(share, buckets) };
  });
  return distinct(quantiles);
}

function boundOf(le: string): number | undefined {
  if (/^[+]?inf$/i.test(le)) return Number.POSITIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(le) ? Number(le) : undefined;
}

/** As `BucketQuantile` in promql/quantile.go, with linear interpolation inside of a bucket. */
function bucketQuantile(share: number, unsorted: readonly Bucket[]): number {
  if (Number.isNaN(share)) return Number.NaN;
  if (share < 0) return Number.NEGATIVE_INFINITY;
  if (share > 1) return Number.POSITIVE_INFINITY;
  const buckets = monotonic(merged([...unsorted].sort((a, b) => a.upperBound - b.upperBound)));
  const last = buckets.length - 1;
  const isWhole = buckets[last].upperBound === Number.POSITIVE_INFINITY;
  const observations = buckets[last].count;
  if (!isWhole || last < 1 || observations === 0) return Number.NaN;
  const rank = share * observations;
  const found = buckets.findIndex(({ count }, index) => index === last || count >= rank);
  // Nothing is known of what lies above the highest finite bound.
  if (found === last) return buckets[last - 1].upperBound;
  const { upperBound, count } = buckets[found];
  if (found === 0) return upperBound <= 0 ? upperBound : upperBound * (rank / count);
  const below = buckets[found - 1];
  const width = upperBound - below.upperBound;
  return below.upperBound + width * ((rank - below.count) / (count - below.count));
}

function merged(sorted: readonly Bucket[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const bucket of sorted) {
    const previous = buckets.at(-1);
    if (previous?.upperBound === bucket.upperBound) previous.count += bucket.count;
    else buckets.push({ ...bucket });
  }
  return buckets;
}

function monotonic(buckets: Bucket[]): Bucket[] {
  for (let index = 1; index < buckets.length; index++) {
    const { count: below } = buckets[index - 1];
    const bucket = buckets[index];
    const difference = Math.abs(bucket.count - below);
    const isNoise = difference < TOLERANCE * (Math.abs(bucket.count) + Math.abs(below));
    if (bucket.count < below || isNoise) bucket.count = below;
  }
  return buckets;
}

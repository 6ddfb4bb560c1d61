import { revalued } from './label-set';
import type { Sample } from './series';
import { quantile } from './statistics';
import { numberOf, type RangeSample, Unplayed, type Value, vector } from './value';

type Play = (args: readonly Value[]) => Value;

/** Functions of a series over a while in which it either stays as it is or grows evenly. */
export const RANGE_FUNCTIONS: ReadonlyMap<string, Play> = new Map<string, Play>([
  ['rate', ([range]) => each(range, rateOf)],
  ['irate', ([range]) => each(range, rateOf)],
  ['deriv', ([range]) => each(range, rateOf)],
  ['increase', ([range]) => each(range, (sample, seconds) => rateOf(sample) * seconds)],
  ['delta', ([range]) => each(range, (sample, seconds) => rateOf(sample) * seconds)],
  [
    'predict_linear',
    ([range, ahead]) => {
      const seconds = numberOf(ahead);
      return each(range, (sample) => sample.value + rateOf(sample) * seconds);
    },
  ],
  ['resets', ([range]) => each(range, (sample) => 0 * rateOf(sample))],
  ['idelta', ([range]) => each(range, stillness)],
  ['changes', ([range]) => each(range, stillness)],
  ['stddev_over_time', ([range]) => each(range, stillness)],
  ['stdvar_over_time', ([range]) => each(range, stillness)],
  ['mad_over_time', ([range]) => each(range, stillness)],
  ['avg_over_time', ([range]) => each(range, ({ value }) => value)],
  ['min_over_time', ([range]) => each(range, ({ value }) => value)],
  ['max_over_time', ([range]) => each(range, ({ value }) => value)],
  ['present_over_time', ([range]) => each(range, () => 1)],
  [
    'quantile_over_time',
    ([share, range]) => each(range, ({ value }) => quantile(numberOf(share), [value])),
  ],
  // These alone answer the series itself, with its name.
  ['last_over_time', ([range]) => vector(overTime(range).samples.map(sampleOf))],
  ['first_over_time', ([range]) => vector(overTime(range).samples.map(sampleOf))],
]);

type Range = Extract<Value, { kind: 'range' }>;

function overTime(value: Value | undefined): Range {
  if (value?.kind === 'range') return value;
  throw new Unplayed('a range such as [5m] is missing');
}

function each(
  value: Value | undefined,
  of: (sample: RangeSample, seconds: number) => number,
): Value {
  const { samples, seconds } = overTime(value);
  return vector(revalued(samples, (sample) => of(sample, seconds)));
}

function sampleOf({ name, labels, value }: RangeSample): Sample {
  return { name, labels, value };
}

function rateOf({ ratePerSecond }: RangeSample): number {
  if (ratePerSecond !== undefined) return ratePerSecond;
  throw new Unplayed('how fast a calculated value grows is not played');
}

/** What measures movement is 0 of a series that stays; of others it hangs on the scrapes. */
function stillness(sample: RangeSample): number {
  if (rateOf(sample) === 0) return 0;
  throw new Unplayed('how a growing series moves between scrapes is not played');
}

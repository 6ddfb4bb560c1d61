import { revalued } from './label-set';
import { numberOf, samplesOf, type Value, vector } from './value';

type Play = (args: readonly Value[]) => Value;

const RADIANS = Math.PI / 180;

const OF_ONE: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  sgn: Math.sign,
  deg: (value) => value / RADIANS,
  rad: (value) => value * RADIANS,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
};

/** Functions that change the value of each sample and nothing else. */
export const VALUE_FUNCTIONS: ReadonlyMap<string, Play> = new Map<string, Play>([
  ...Object.entries(OF_ONE).map(([name, of]): [string, Play] => [
    name,
    ([samples]) => each(samples, of),
  ]),
  [
    'round',
    ([samples, step]) => {
      const steps = 1 / (step ? numberOf(step) : 1);
      return each(samples, (value) => Math.floor(value * steps + 0.5) / steps);
    },
  ],
  [
    'clamp',
    ([samples, low, high]) => {
      const [least, greatest] = [numberOf(low), numberOf(high)];
      if (greatest < least) return vector([]);
      return each(samples, (value) => Math.max(least, Math.min(greatest, value)));
    },
  ],
  [
    'clamp_min',
    ([samples, low]) => {
      const least = numberOf(low);
      return each(samples, (value) => Math.max(least, value));
    },
  ],
  [
    'clamp_max',
    ([samples, high]) => {
      const greatest = numberOf(high);
      return each(samples, (value) => Math.min(greatest, value));
    },
  ],
]);

function each(value: Value | undefined, of: (value: number) => number): Value {
  return vector(revalued(samplesOf(value), (sample) => of(sample.value)));
}

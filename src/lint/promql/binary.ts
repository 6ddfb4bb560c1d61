import type { Binary } from './ast';
import { revalued } from './label-set';
import { combined, matched } from './matching';
import { isComparison, operate } from './operators';
import type { Sample } from './series';
import { numberOf, samplesOf, scalar, type Value, vector } from './value';

const SETS = new Set(['and', 'or', 'unless']);

/** An operator between two values. */
export function binary(expr: Binary, left: Value, right: Value): Value {
  const { op, isBool } = expr;
  if (SETS.has(op)) return vector(combined(expr, samplesOf(left), samplesOf(right)));
  if (left.kind === 'vector' && right.kind === 'vector') {
    return vector(matched(expr, left.samples, right.samples));
  }
  if (left.kind === 'vector') {
    const number = numberOf(right);
    return vector(each(expr, left.samples, (value) => operate(op, isBool, value, number)));
  }
  if (right.kind === 'vector') {
    const number = numberOf(left);
    return vector(each(expr, right.samples, (value) => operate(op, isBool, number, value)));
  }
  const value = operate(op, true, numberOf(left), numberOf(right));
  return scalar(value as number);
}

/** A comparison without `bool` keeps samples as they are, whichever side the number is on. */
function each(
  { op, isBool }: Binary,
  samples: readonly Sample[],
  answer: (value: number) => number | undefined,
): readonly Sample[] {
  if (isComparison(op) && !isBool) {
    return samples.filter(({ value }) => answer(value) !== undefined);
  }
  return revalued(samples, ({ value }) => answer(value) as number);
}

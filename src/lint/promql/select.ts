import type { Matcher, Selector } from './ast';
import { labelOf } from './label-set';
import { patternOf } from './pattern';
import type { Series } from './series';
import { type Value, vector } from './value';

/** The series that a selector takes, at this instant or over its range. */
export function select(selector: Selector, series: readonly Series[]): Value {
  const { rangeSeconds } = selector;
  const samples = taken(selector, series);
  if (rangeSeconds !== undefined) return { kind: 'range', samples, seconds: rangeSeconds };
  return vector(samples.map(({ name, labels, value }) => ({ name, labels, value })));
}

function taken({ name, matchers }: Selector, series: readonly Series[]): readonly Series[] {
  const tests = matchers.map(testOf);
  return series.filter(
    (one) => (name === undefined || one.name === name) && tests.every((test) => test(one)),
  );
}

function testOf({ label, op, value }: Matcher): (series: Series) => boolean {
  if (op === '=') return (series) => labelOf(series, label) === value;
  if (op === '!=') return (series) => labelOf(series, label) !== value;
  const pattern = patternOf(value);
  return (series) => pattern.matches(labelOf(series, label)) === (op === '=~');
}

import type { Aggregation } from './ast';
import { drop, keep, keyBeside, keyOver, NAME, write } from './label-set';
import type { Sample } from './series';
import { ascending, extreme, mean, quantile, sum, variance } from './statistics';
import { numberOf, samplesOf, textOf, Unplayed, type Value, vector } from './value';

const OVER_VALUES = new Map<string, (values: readonly number[]) => number>([
  ['sum', sum],
  ['avg', mean],
  ['min', (values) => extreme(values, (a, b) => a < b)],
  ['max', (values) => extreme(values, (a, b) => a > b)],
  ['count', ({ length }) => length],
  ['group', () => 1],
  ['stddev', (values) => Math.sqrt(variance(values))],
  ['stdvar', variance],
]);

type Grouping = Pick<NonNullable<Aggregation['grouping']>, 'mode' | 'labels'> | undefined;

/** An aggregation over a vector: one sample a group, of an empty vector none. */
export function aggregate(expr: Aggregation, of: Value, parameter: Value | undefined): Value {
  const { op, grouping } = expr;
  const samples = samplesOf(of);
  const over = OVER_VALUES.get(op);
  if (over) return each(grouping, samples, over);
  switch (op) {
    case 'quantile': {
      const share = numberOf(parameter);
      return each(grouping, samples, (values) => quantile(share, values));
    }
    case 'topk':
    case 'bottomk': {
      const groups = groupsOf(grouping, samples);
      const size = Math.max(0, Math.trunc(numberOf(parameter)));
      if (Number.isNaN(size)) throw new Unplayed(`${op} takes no NaN`);
      return vector(groups.flatMap((group) => ranked(op, group).slice(0, size)));
    }
    case 'count_values':
      return countValues(grouping, samples, textOf(parameter));
    default:
      throw new Unplayed(`${op} is not played`);
  }
}

function each(
  grouping: Grouping,
  samples: readonly Sample[],
  over: (values: readonly number[]) => number,
): Value {
  const groups = groupsOf(grouping, samples);
  const shape = grouping?.mode === 'without' ? drop : keep;
  const names = labelsOf(grouping);
  return vector(
    groups.map((group) => {
      return { ...shape(group[0], names), value: over(group.map(({ value }) => value)) };
    }),
  );
}

function groupsOf(grouping: Grouping, samples: readonly Sample[]): Sample[][] {
  const key = grouping?.mode === 'without' ? keyBeside : keyOver;
  const names = labelsOf(grouping);
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const at = key(sample, names);
    const group = groups.get(at);
    if (group) group.push(sample);
    else groups.set(at, [sample]);
  }
  return [...groups.values()];
}

function labelsOf(grouping: Grouping): readonly string[] {
  if (!grouping) return [];
  return grouping.mode === 'without' ? [...grouping.labels, NAME] : grouping.labels;
}

/** NaN is last from either end. */
function ranked(op: string, samples: readonly Sample[]): Sample[] {
  return [...samples].sort(({ value: a }, { value: b }) => {
    if (Number.isNaN(a) || Number.isNaN(b)) return ascending(b, a);
    return op === 'topk' ? ascending(b, a) : ascending(a, b);
  });
}

function countValues(grouping: Grouping, samples: readonly Sample[], label: string): Value {
  const valued = samples.map((sample) => write(sample, label, written(sample.value)));
  const { mode, labels } = grouping ?? { mode: 'by', labels: [] };
  const extended = mode === 'by' ? { mode, labels: [...labels, label] } : { mode, labels };
  return each(extended, valued, ({ length }) => length);
}

function written(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  const text = String(value);
  // Go has other words for these, which nobody counts.
  if (text.includes('e')) throw new Unplayed(`the value ${text} as a label is not played`);
  return text;
}

import type { Binary } from './ast';
import { drop, keep, keyBeside, keyOver, labelOf, NAME, write } from './label-set';
import { isComparison, operate } from './operators';
import type { Sample } from './series';
import { Unplayed } from './value';

/** Arithmetic and comparisons between two vectors. */
export function matched(
  expr: Binary,
  left: readonly Sample[],
  right: readonly Sample[],
): readonly Sample[] {
  const { op, isBool, group } = expr;
  if (left.length === 0 || right.length === 0) return [];
  const key = matchKey(expr.matching);
  const [many, one] = group === 'right' ? [right, left] : [left, right];
  const ones = uniqueBy(key, one, group === 'right' ? 'left' : 'right');
  const taken = new Set<string>();
  const answer: Sample[] = [];
  for (const sample of many) {
    const at = key(sample);
    const partner = ones.get(at);
    if (!partner) continue;
    const [first, second] = group === 'right' ? [partner, sample] : [sample, partner];
    const value = operate(op, isBool, first.value, second.value);
    const match = matchOf(expr, sample, partner, value ?? 0);
    const mark = group ? keyBeside(match, []) : at;
    if (taken.has(mark)) throw new Unplayed(group ? UNSURE : MANY_TO_ONE);
    taken.add(mark);
    // Recent versions count also what a comparison drops.
    if (value !== undefined) answer.push(match);
  }
  return answer;
}

const UNSURE = 'several matches have the same labels';
const MANY_TO_ONE = 'several series on the left match one on the right without group_left';

/** `and`, `or` and `unless`: whole samples of either side. */
export function combined(
  { op, matching, group }: Binary,
  left: readonly Sample[],
  right: readonly Sample[],
): readonly Sample[] {
  if (group) throw new Unplayed(`${op} takes no group_${group}`);
  const key = matchKey(matching);
  const keys = (samples: readonly Sample[]) => new Set(samples.map(key));
  if (op === 'or') {
    const known = keys(left);
    return [...left, ...right.filter((sample) => !known.has(key(sample)))];
  }
  const wanted = keys(right);
  return left.filter((sample) => wanted.has(key(sample)) === (op === 'and'));
}

function matchKey(matching: Binary['matching']): (sample: Sample) => string {
  if (matching?.mode === 'on') return (sample) => keyOver(sample, matching.labels);
  const beside = [...(matching?.labels ?? []), NAME];
  return (sample) => keyBeside(sample, beside);
}

function uniqueBy(
  key: (sample: Sample) => string,
  samples: readonly Sample[],
  side: string,
): Map<string, Sample> {
  const unique = new Map(samples.map((sample) => [key(sample), sample]));
  if (unique.size === samples.length) return unique;
  throw new Unplayed(`several series on the ${side} match the same series`);
}

function matchOf(
  { op, isBool, matching, group, include = [] }: Binary,
  many: Sample,
  one: Sample,
  value: number,
): Sample {
  const { name, labels } = many;
  let match: Sample = isBool || !isComparison(op) ? { labels, value } : { name, labels, value };
  if (!group && matching) {
    match = (matching.mode === 'on' ? keep : drop)(match, matching.labels);
  }
  return include.reduce((changed, label) => write(changed, label, labelOf(one, label)), match);
}

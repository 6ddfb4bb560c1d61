import { distinct, labelOf, write } from './label-set';
import { patternOf } from './pattern';
import { samplesOf, textOf, type Value, vector } from './value';

/** `label_replace(v, to, value, from, pattern)`: only where the pattern takes the whole label. */
export function labelReplace(args: readonly Value[]): Value {
  const [to, replacement, from, pattern] = args.slice(1).map(textOf);
  const { groups } = patternOf(pattern);
  const samples = samplesOf(args[0]).map((sample) => {
    const found = groups(labelOf(sample, from));
    return found ? write(sample, to, expand(replacement, found)) : sample;
  });
  return vector(distinct(samples));
}

/** `label_join(v, to, separator, from …)` */
export function labelJoin(args: readonly Value[]): Value {
  const [to, separator, ...from] = args.slice(1).map(textOf);
  const samples = samplesOf(args[0]).map((sample) => {
    const joined = from.map((label) => labelOf(sample, label)).join(separator);
    return write(sample, to, joined);
  });
  return vector(distinct(samples));
}

/** `$1`, `$name` and `${name}` as Go expands them: what is no group is empty. */
function expand(replacement: string, groups: ReadonlyMap<string, string>): string {
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (written, short, long) =>
    written === '$$' ? '$' : (groups.get(short ?? long) ?? ''),
  );
}

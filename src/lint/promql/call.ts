import type { Call, Expr } from './ast';
import { histogramQuantile } from './histogram-quantile';
import { labelJoin, labelReplace } from './label-functions';
import { NAME } from './label-set';
import { RANGE_FUNCTIONS } from './range-functions';
import type { Sample } from './series';
import { ascending } from './statistics';
import { numberOf, samplesOf, scalar, Unplayed, type Value, vector } from './value';
import { VALUE_FUNCTIONS } from './value-functions';

/** A function of PromQL over the values of its arguments. */
export function call({ func, args: written }: Call, args: readonly Value[]): Value {
  const play = VALUE_FUNCTIONS.get(func) ?? RANGE_FUNCTIONS.get(func);
  if (play) return play(args);
  switch (func) {
    case 'histogram_quantile':
      return vector(histogramQuantile(numberOf(args[0]), samplesOf(args[1])));
    case 'scalar': {
      const samples = samplesOf(args[0]);
      return scalar(samples.length === 1 ? samples[0].value : Number.NaN);
    }
    case 'vector':
      return vector([{ labels: {}, value: numberOf(args[0]) }]);
    case 'pi':
      return scalar(Math.PI);
    case 'absent':
    case 'absent_over_time':
      return absent(args[0], written[0]);
    case 'label_replace':
      return labelReplace(args);
    case 'label_join':
      return labelJoin(args);
    case 'sort':
      return vector([...samplesOf(args[0])].sort((a, b) => ascending(a.value, b.value)));
    case 'sort_desc':
      return vector([...samplesOf(args[0])].sort((a, b) => ascending(b.value, a.value)));
    case 'sort_by_label':
    case 'sort_by_label_desc':
      return vector(samplesOf(args[0]));
    default:
      throw new Unplayed(`${func}() is not played`);
  }
}

function absent(value: Value | undefined, written: Expr | undefined): Value {
  const isThere = value?.kind === 'range' ? value.samples.length > 0 : samplesOf(value).length > 0;
  return vector(isThere ? [] : [{ labels: labelsOfAbsent(written), value: 1 }]);
}

/** What the matchers of the missing selector say without doubt. */
function labelsOfAbsent(written: Expr | undefined): Sample['labels'] {
  if (written?.kind !== 'selector') return {};
  const { matchers } = written;
  const certain = matchers.filter(
    ({ label, op }) =>
      op === '=' &&
      label !== NAME &&
      matchers.filter((other) => other.label === label).length === 1,
  );
  return Object.fromEntries(certain.map(({ label, value }) => [label, value]));
}

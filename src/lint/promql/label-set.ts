import type { Sample } from './series';
import { Unplayed } from './value';

/** The name of a metric, where a query speaks of it as of a label. */
export const NAME = '__name__';

/** A label that is missing is one that is empty. */
export function labelOf({ name, labels }: Pick<Sample, 'name' | 'labels'>, label: string): string {
  if (label === NAME) return name ?? '';
  return Object.hasOwn(labels, label) ? labels[label] : '';
}

export function keep(sample: Sample, kept: readonly string[]): Sample {
  const labels: Record<string, string> = {};
  for (const label of kept) {
    const value = labelOf(sample, label);
    if (value !== '' && label !== NAME) labels[label] = value;
  }
  const { name, value } = sample;
  return kept.includes(NAME) && name ? { name, labels, value } : { labels, value };
}

export function drop(sample: Sample, dropped: readonly string[]): Sample {
  const { name, value } = sample;
  const labels = { ...sample.labels };
  for (const label of dropped) delete labels[label];
  return dropped.includes(NAME) || !name ? { labels, value } : { name, labels, value };
}

export function write(sample: Sample, label: string, written: string): Sample {
  const bare = drop(sample, [label]);
  if (written === '') return bare;
  if (label === NAME) return { ...bare, name: written };
  return { ...bare, labels: { ...bare.labels, [label]: written } };
}

// Grouping would spend most of its time on quoting; no label of a target holds this letter.
const BETWEEN = '\0';

/** Equal for samples that agree in these labels. */
export function keyOver(sample: Sample, over: readonly string[]): string {
  let key = '';
  for (const label of over) key += labelOf(sample, label) + BETWEEN;
  return key;
}

/** Equal for samples that agree in all but these labels. */
export function keyBeside({ name, labels }: Sample, beside: readonly string[]): string {
  let key = beside.includes(NAME) ? '' : (name ?? '') + BETWEEN;
  for (const label of Object.keys(labels).sort()) {
    if (labels[label] !== '' && !beside.includes(label)) {
      key += label + BETWEEN + labels[label] + BETWEEN;
    }
  }
  return key;
}

/** Samples with other values: no longer of the metric whose name they carried. */
export function revalued<Of extends Sample>(
  samples: readonly Of[],
  change: (sample: Of) => number,
): readonly Sample[] {
  const bare = samples.map((sample) => ({ labels: sample.labels, value: change(sample) }));
  const isOneMetric = samples.every(({ name }) => name === samples[0].name);
  return isOneMetric ? bare : distinct(bare);
}

/** Prometheus refuses to answer two samples with the same labels. */
export function distinct(samples: readonly Sample[]): readonly Sample[] {
  const keys = new Set(samples.map((sample) => keyBeside(sample, [])));
  if (keys.size < samples.length) throw new Unplayed('two series have the same labels');
  return samples;
}

/** One line of Prometheus' text format. */
export interface Sample {
  /** Of the family: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly samples: readonly Sample[];
}

/** Families as a server writes them; without HELP, which no query reads. */
export function textOf(families: readonly Family[], number: (value: number) => string): string {
  return families
    .flatMap(({ name, type, samples }) => [
      `# TYPE ${name} ${type}`,
      ...samples.map(({ suffix = '', labels, value }) => {
        return `${name}${suffix}${braced(labels)} ${number(value)}`;
      }),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** Python writes every number as a float, edges of buckets included: 1.0, not 1. */
export function pythonFloat(value: number): string {
  if (value === Infinity) return '+Inf';
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function braced(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? '' : `{${pairs.map(labelled).join(',')}}`;
}

function labelled([label, value]: [string, string]): string {
  const escaped = value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
  return `${label}="${escaped}"`;
}

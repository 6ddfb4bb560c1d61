import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../fixtures/real-engine');

/** Versions that were run; what they printed lies in the folder of captures. */
export const measuredVersions = [
  '0.11.2',
  '0.18.1',
  '0.21.0',
  '0.24.0',
  '0.28.0',
  '0.30.0',
  '0.32.0',
] as const;

/** The text of one capture. */
export function capture(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}

/** What an idle server of a version exposes. */
export function scrapeOf(version: string): string {
  return capture(`metrics-${version}.txt`);
}

/** A metric as it was scraped. */
export interface Family {
  readonly type: string;
  /** Beside `le`, sorted. */
  readonly labels: readonly string[];
  /** Upper bounds below infinity. */
  readonly buckets: readonly number[];
}

const TYPE = /^# TYPE (\S+) (\S+)$/gm;
const SAMPLE = /^([\w:]+)\{(.*)\} \S+$/gm;
const LABEL = /(\w+)="([^"]*)"/g;

/** Metrics of a scrape by the names of their `# TYPE` lines. */
export function families(scrape: string): ReadonlyMap<string, Family> {
  const samples = [...scrape.matchAll(SAMPLE)].map(([, name, labels]) => ({
    name,
    labels: [...labels.matchAll(LABEL)].map(([, label, value]) => ({ label, value })),
  }));
  const found = [...scrape.matchAll(TYPE)].map(([, name, type]): [string, Family] => {
    const names = [name, `${name}_bucket`, `${name}_sum`, `${name}_count`];
    const labels = samples.flatMap((sample) => (names.includes(sample.name) ? sample.labels : []));
    const bounds = labels.filter(({ label }) => label === 'le').map(({ value }) => Number(value));
    const others = labels.map(({ label }) => label).filter((label) => label !== 'le');
    return [
      name,
      { type, labels: [...new Set(others)].sort(), buckets: bounds.filter(Number.isFinite) },
    ];
  });
  return new Map(found);
}

/** Names of the series of a scrape, `_bucket`, `_sum` and `_count` among them. */
export function seriesNames(scrape: string): ReadonlySet<string> {
  return new Set([...scrape.matchAll(SAMPLE)].map(([, name]) => name));
}

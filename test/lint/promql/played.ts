import { evaluate } from '../../../src/lint/promql/evaluate';
import type { Series } from '../../../src/lint/promql/series';
import { read } from './shape';

/** One series a line, as scraped: `name{label="value"} 3`, of a growing one with `+0.5` a second. */
export function seriesOf(lines: string): Series[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(one);
}

function one(line: string): Series {
  const parts = /^([\w:]+)(?:\{(.*)\})? (\S+)(?: \+(\S+))?$/.exec(line);
  if (!parts) throw new Error(line);
  const [, name, labels = '', value, ratePerSecond = '0'] = parts;
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text]);
  return {
    name,
    labels: Object.fromEntries(pairs),
    value: Number(value),
    ratePerSecond: Number(ratePerSecond),
  };
}

/** The answer with one line a sample, in the order of the answer; a number, or why it is unknown. */
export function answer(query: string, series: readonly Series[]): string[] | number | string {
  const played = evaluate(read(query), series);
  if (played.kind === 'unknown') return played.because;
  if (played.kind === 'scalar') return played.value;
  return played.samples.map(({ name = '', labels, value }) => {
    const pairs = Object.keys(labels)
      .sort()
      .map((label) => `${label}="${labels[label]}"`);
    return `${name}{${pairs.join(',')}} ${value}`;
  });
}

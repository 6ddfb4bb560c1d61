import { answer, seriesOf } from './played';

const quantile = (share: number | string, lines: string) =>
  answer(`histogram_quantile(${share}, h)`, seriesOf(lines));

const TTFT = `
  h{le="0.125"} 0
  h{le="0.5"} 50
  h{le="1"} 90
  h{le="+Inf"} 100
`;

describe('a quantile lies between the bounds of its bucket, in proportion', () => {
  test.each([
    [0.5, 0.5],
    [0.25, 0.3125],
    [0.7, 0.75],
    [0.9, 1],
    // Above the last finite bound nothing is known.
    [0.95, 1],
    [1, 1],
    [-0.1, Number.NEGATIVE_INFINITY],
    [1.1, Number.POSITIVE_INFINITY],
    ['NaN', Number.NaN],
  ])('%p is %p', (share, value) => expect(quantile(share, TTFT)).toEqual([`{} ${value}`]));
});

describe('the rules of promql/quantile.go', () => {
  test.each([
    ['nothing observed is NaN', 0.9, 'h{le="1"} 0\nh{le="+Inf"} 0', ['{} NaN']],
    ['no bucket without an end is NaN', 0.9, 'h{le="1"} 5\nh{le="2"} 9', ['{} NaN']],
    ['one bucket alone is NaN', 0.9, 'h{le="+Inf"} 9', ['{} NaN']],
    ['no bucket at all is nothing', 0.9, 'g{le="1"} 5', []],
    ['what has no bound is no bucket', 0.9, 'h 5\nh{le="x"} 9', []],
    ['the first bucket starts at 0', 0.5, 'h{le="2"} 10\nh{le="+Inf"} 10', ['{} 1']],
    ['unless it ends below', 0.5, 'h{le="-2"} 10\nh{le="+Inf"} 10', ['{} -2']],
    ['bounds are numbers, not words', 0.5, 'h{le="10"} 4\nh{le="9"} 2\nh{le="Inf"} 4', ['{} 9']],
    ['equal bounds add up', 0.5, 'h{le="1"} 3\nh{le="1.0"} 3\nh{le="+Inf"} 12', ['{} 1']],
    [
      'fewer in a wider bucket is read as equal',
      0.5,
      'h{le="1"} 8\nh{le="2"} 6\nh{le="+Inf"} 8',
      ['{} 0.5'],
    ],
  ])('%s', (_rule, share, lines, expected) => expect(quantile(share, lines)).toEqual(expected));
});

test('each histogram has its own answer, without le and without a name', () => {
  const series = seriesOf(`
    h_bucket{pod="a",le="1"} 0 +4
    h_bucket{pod="a",le="+Inf"} 0 +4
    h_bucket{pod="b",le="1"} 0 +0
    h_bucket{pod="b",le="+Inf"} 0 +0
  `);
  const by = (labels: string) =>
    answer(`histogram_quantile(0.5, sum by (${labels}) (rate(h_bucket[5m])))`, series);
  expect(by('pod, le')).toEqual(['{pod="a"} 0.5', '{pod="b"} NaN']);
  expect(by('le')).toEqual(['{} 0.5']);
  expect(by('pod')).toEqual([]);
  expect(answer('histogram_quantile(0.5, h_bucket) > 0', series)).toEqual([]);
  const two = seriesOf('g{le="1"} 1\ng{le="+Inf"} 1\nh{le="1"} 2\nh{le="+Inf"} 4');
  expect(answer('histogram_quantile(0.5, {le!=""})', two)).toBe('two series have the same labels');
});

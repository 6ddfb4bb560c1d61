import { labelsUsed } from '../../../src/lint/promql/labels-used';
import { functionOn, selectorsOf } from '../../../src/lint/promql/walk';
import { read } from './shape';

test('selectors come in order, with the function on each and what encloses it', () => {
  const query =
    'histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m]))) > 1 or -max_over_time(b[1h:])';
  const found = selectorsOf(read(query)).map((use) => ({
    name: use.selector.name,
    on: functionOn(use),
    within: use.within.map(({ kind }) => kind),
  }));
  expect(found).toEqual([
    {
      name: 'a_bucket',
      on: 'rate',
      within: ['binary', 'binary', 'call', 'aggregation', 'call'],
    },
    { name: 'b', on: undefined, within: ['binary', 'unary', 'call', 'subquery'] },
  ]);
});

test('a selector in a parameter is found too', () => {
  const names = selectorsOf(read('topk(scalar(a), b)')).map(({ selector }) => selector.name);
  expect(names).toEqual(['a', 'b']);
});

describe('a label is used of a series where it still has it', () => {
  const used = (query: string) =>
    labelsUsed(read(query)).map(({ selector, labels }) => [
      selector.name,
      ...labels.map(({ label, by, from, to }) => `${label} ${by} ${query.slice(from, to)}`),
    ]);

  test.each([
    ['{b="c", __name__=~"a"}', [[undefined, 'b matcher b="c"']]],
    ['sum by (pod, le) (a)', [['a', 'pod grouping by (pod, le)', 'le grouping by (pod, le)']]],
    ['sum(a) without (pod)', [['a', 'pod grouping without (pod)']]],
    // What the inner sum has dropped is asked of nothing.
    ['sum by (x) (sum by (y) (a))', [['a', 'y grouping by (y)']]],
    ['sum by (x) (sum without (y) (a))', [['a', 'y grouping without (y)', 'x grouping by (x)']]],
    ['sum by (x) (sum(a))', [['a']]],
    ['topk by (x) (1, topk(1, a))', [['a', 'x grouping by (x)']]],
    ['max by (v) (count_values("v", a))', [['a']]],
    [
      'a / on (x) b',
      [
        ['a', 'x matching on (x)'],
        ['b', 'x matching on (x)'],
      ],
    ],
    [
      'sum by (z) (a / on (x) b)',
      [
        ['a', 'x matching on (x)'],
        ['b', 'x matching on (x)'],
      ],
    ],
    [
      'sum by (n) (a * on (x) group_left (n) b)',
      [
        ['a', 'x matching on (x)'],
        ['b', 'x matching on (x)', 'n grouping by (n)'],
      ],
    ],
    [
      'sum by (n) (a * ignoring (x) group_right b)',
      [
        ['a', 'x matching ignoring (x)', 'n grouping by (n)'],
        ['b', 'x matching ignoring (x)', 'n grouping by (n)'],
      ],
    ],
    [
      'sum by (n) (a and on (x) b or c)',
      [
        ['a', 'x matching on (x)', 'n grouping by (n)'],
        ['b', 'x matching on (x)'],
        ['c', 'n grouping by (n)'],
      ],
    ],
    ['sum by (new) (label_replace(a, "new", "$1", "old", "(.*)"))', [['a', 'old function "old"']]],
    [
      'sum by (new) (label_join(a, "new", "-", "one", "two"))',
      [['a', 'one function "one"', 'two function "two"']],
    ],
  ])('%s', (query, expected) => expect(used(query)).toEqual(expected));
});

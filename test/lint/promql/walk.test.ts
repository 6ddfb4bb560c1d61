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

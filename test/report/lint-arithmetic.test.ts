import { arithmeticLine } from '../../src/report/lint-arithmetic';

describe('a table in one line', () => {
  test.each([
    [
      'numbers, column by column',
      ['replicas', 'asks for'],
      [
        [2, 2],
        [4, 2],
      ],
      'replicas 2, 4 | asks for 2, 2',
    ],
    [
      'a sum, with its parts',
      ['part', 'seconds'],
      [
        ['preStop', 600],
        ['grace', 610],
      ],
      'seconds: preStop 600, grace 610',
    ],
    [
      'cases, one by one',
      ['load', 'runs', 'asks for'],
      [
        ['idle', 4, 2],
        ['peak', 4, 80],
      ],
      'idle: runs 4, asks for 2 | peak: runs 4, asks for 80',
    ],
    [
      'digits that say something',
      ['rate'],
      [[1 / 3], [12_345.678], [Number.NaN]],
      'rate 0.3333, 12346, NaN',
    ],
  ])('shows %s', (_, columns, rows, line) => {
    expect(arithmeticLine({ columns, rows })).toBe(line);
  });
});

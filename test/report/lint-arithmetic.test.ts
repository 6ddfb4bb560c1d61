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
      'preStop 600 seconds | grace 610 seconds',
    ],
    [
      'a sum whose labels hold commas and whose first column has no title',
      ['', 's'],
      [
        ['liveness: delay + period × failures', 60],
        ['start, at best', 27],
        ['what runs then', 'freezes'],
      ],
      'liveness: delay + period × failures 60 s | start, at best 27 s | what runs then freezes',
    ],
    [
      'what is no unit before its number, and not before words',
      ['setting', 'effect'],
      [
        ['hostIPC', 'shares memory'],
        ['pods', 2],
      ],
      'hostIPC: shares memory | pods: effect 2',
    ],
    [
      'stages, each number with the unit of its column, and nothing of an empty cell',
      ['', 'at best, s', 'GPUs'],
      [
        ['start', 11, ''],
        ['load', 159, 4],
      ],
      'start: at best 11 s | load: at best 159 s, 4 GPUs',
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

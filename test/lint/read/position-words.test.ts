import { positionOf } from '../../../src/lint/read/position';

describe('words of a value', () => {
  const text = [
    'spec:',
    '  query: |',
    '    avg(',
    '      one_name)',
    '  line: sum(two_name)',
    '',
  ].join('\n');

  test('are marked where they stand, in a block too', () => {
    expect(positionOf(text, 0, ['spec', 'query'], 'one_name')).toMatchObject({
      line: 4,
      column: 7,
      endColumn: 15,
    });
    expect(positionOf(text, 0, ['spec', 'line'], 'two_name')).toMatchObject({
      line: 5,
      column: 13,
    });
  });

  test('that are not there leave the mark on the value, and of a block on its first line', () => {
    expect(positionOf(text, 0, ['spec', 'query'], 'other')).toMatchObject({ line: 3, column: 5 });
    expect(positionOf(text, 0, ['spec', 'line'], 'other')).toMatchObject({ line: 5, column: 9 });
  });
});

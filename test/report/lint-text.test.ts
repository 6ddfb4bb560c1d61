import * as fc from 'fast-check';
import type { LocatedFinding } from '../../src/report/lint-finding';
import { coloured, findingLines, plain } from '../../src/report/lint-text';
import { objectOf } from '../lint/support';

const finding = (rest: Partial<LocatedFinding> = {}): LocatedFinding => ({
  object: objectOf({ kind: 'ScaledObject', metadata: { name: 'chat' } }, 'deploy/chat.yaml'),
  path: ['spec', 'triggers', 0, 'metricType'],
  rule: 'R5',
  name: 'ratio-needs-value',
  severity: 'error',
  message: 'a ratio of 0.9 against 0.8 asks for 2 replicas, whatever is running',
  arithmetic: {
    columns: ['replicas', 'asks for'],
    rows: [
      [2, 2],
      [6, 2],
    ],
  },
  fix: 'write metricType: Value',
  source: 'measured',
  line: 41,
  column: 7,
  endColumn: 29,
  text: '      metricType: AverageValue',
  ...rest,
});

describe('a finding', () => {
  test('is the place, the line with a caret, the reason, the numbers and the fix', () => {
    expect(findingLines(finding(), plain)).toEqual([
      'deploy/chat.yaml:41:7 error R5 ratio-needs-value ScaledObject serving/chat',
      '  41 |       metricType: AverageValue',
      '     |       ^^^^^^^^^^^^^^^^^^^^^^',
      '     a ratio of 0.9 against 0.8 asks for 2 replicas, whatever is running',
      '     replicas 2, 6 | asks for 2, 2',
      '     fix: write metricType: Value',
    ]);
  });

  test('is coloured by its severity, without a change of what is said', () => {
    const lines = findingLines(finding({ severity: 'warning' }), coloured);
    expect(lines[0]).toContain('\u001b[33mwarning\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours themselves
    const bare = lines.map((line) => line.replace(/\u001b\[\d+m/g, ''));
    expect(bare).toEqual(findingLines(finding({ severity: 'warning' }), plain));
  });

  test('shows of a long line what is around the caret', () => {
    const text = `        query: ${'sum(x) + '.repeat(30)}rate(vllm:num_requests_waiting[1m])`;
    const column = text.indexOf('rate') + 1;
    const [, source, caret] = findingLines(
      finding({ text, column, endColumn: text.length + 1 }),
      plain,
    );
    expect(source).toHaveLength(100);
    expect(source).toMatch(/^ {2}41 \| ….*rate\(vllm:num_requests_waiting\[1m\]\)$/);
    expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe(
      'rate(vllm:num_requests_waiting[1m])',
    );
  });

  test('has at most six lines of which the source takes 100 columns, whatever it holds', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    const column = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(anything, anything, column, column, (text, message, a, b) => {
        const [column, endColumn] = [Math.min(a, b), Math.max(a, b)];
        const lines = findingLines(finding({ text, message, column, endColumn }), plain);
        expect(lines.flatMap((line) => line.split(/[\n\r\u2028\u2029]/)).length).toBe(6);
        expect(Math.max(lines[1].length, lines[2].length)).toBeLessThanOrEqual(100);
        expect(lines[2]).toMatch(/\^/);
      }),
    );
  });

  test('hands no control sequence of a manifest to the terminal', () => {
    const evil = 'name: "\u001b[2J\u009b31m\u202e"';
    const lines = findingLines(finding({ text: evil, message: evil, fix: evil }), plain);
    for (const one of ['\u001b', '\u009b', '\u202e']) expect(lines.join('')).not.toContain(one);
  });
});

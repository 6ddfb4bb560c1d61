import { positionOf } from '../../../src/lint/read/position';

const text = `# first
a: 1
---
kind: Deployment
spec:
  replicas: 3
  list:
    - name: x
      args: [--a, "--b=1"]
    - plain
  query: |
    sum(x)
  empty:
  alias: &anchor {deep: 7}
  copy: *anchor
  merged:
    <<: *anchor
  last: 1
  last: 2
`;

const marked = (path: readonly (string | number)[], of = text, document = 1) => {
  const { line, column, endColumn, text: whole } = positionOf(of, document, path);
  return `${line}:${column} ${whole.slice(column - 1, endColumn - 1)}`;
};

test.each([
  ['a number', ['spec', 'replicas'], '6:13 3'],
  ['a map, by its key', ['spec'], '5:1 spec'],
  ['an item of a list, by its first line', ['spec', 'list', 0], '8:7 name: x'],
  ['a quoted text', ['spec', 'list', 0, 'args', 1], '9:19 "--b=1"'],
  ['an item that is a text', ['spec', 'list', 1], '10:7 plain'],
  ['a block of text, by its first line', ['spec', 'query'], '12:5 sum(x)'],
  ['a key without a value', ['spec', 'empty'], '13:3 empty'],
  ['a value behind an alias', ['spec', 'copy', 'deep'], '14:25 7'],
  ['a value that is merged in', ['spec', 'merged', 'deep'], '14:25 7'],
  ['the last of two equal keys', ['spec', 'last'], '19:9 2'],
  ['what is missing, by its parent', ['spec', 'strategy', 'type'], '5:1 spec'],
  ['what is missing in a value, by it', ['spec', 'replicas', 'x'], '6:13 3'],
  ['a whole object, by its kind', [], '4:7 Deployment'],
  ['what an object lacks, by its kind', ['metadata', 'labels'], '4:7 Deployment'],
])('points at %s', (_, path, expected) => {
  expect(marked(path)).toBe(expected);
});

test('counts lines of the whole file, whatever ends them', () => {
  expect(marked(['spec', 'replicas'], text.replaceAll('\n', '\r\n'))).toBe('6:13 3');
  expect(marked(['a'], `\uFEFF${text}`, 0)).toBe('2:4 1');
});

test('reads JSON', () => {
  expect(marked(['spec', 'a'], '{\n\t"kind": "X",\n\t"spec": {"a": 1}\n}', 0)).toBe('3:16 1');
});

test('has an answer for a document that is not there', () => {
  expect(positionOf('', 3, ['a'])).toEqual({ line: 1, column: 1, endColumn: 2, text: '' });
});

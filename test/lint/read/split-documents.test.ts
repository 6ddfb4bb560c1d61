import { splitDocuments } from '../../../src/lint/read/split-documents';

const documents = (text: string) =>
  splitDocuments(text).map((part) => [part.text.trim(), part.firstLine]);

test('a mark at the first column parts documents, also inside of a block of text', () => {
  expect(documents('a: |\n  x\n---\nb: 1\n --- \n')).toEqual([
    ['a: |\n  x', 0],
    ['---\nb: 1\n ---', 2],
  ]);
});

test('comments and directives before a document belong to it', () => {
  expect(documents('# Source: a\n---\n# b\na: 1\n%x\n')).toEqual([
    ['# Source: a\n---\n# b\na: 1\n%x', 0],
  ]);
  expect(documents('%YAML 1.2\n---\na: 1\n')).toEqual([['%YAML 1.2\n---\na: 1', 0]]);
});

test('a document may begin on the line of its mark', () => {
  expect(documents('--- {a: 1}\n--- # none\n')).toEqual([['--- {a: 1}', 0]]);
});

test('what follows the end of a document is the next', () => {
  expect(documents('a: 1\n...\n# c\nb: 2\n')).toEqual([
    ['a: 1', 0],
    ['# c\nb: 2', 2],
  ]);
});

test('an empty document between two marks keeps its place', () => {
  expect(documents('---\n---\na: 1\n')).toEqual([
    ['---', 0],
    ['---\na: 1', 1],
  ]);
});

test('nothing but blanks and comments is no document', () => {
  expect(documents('')).toEqual([]);
  expect(documents('# a\n\n  # b\n')).toEqual([]);
});

test('line ends of Windows part lines too', () => {
  expect(documents('a: 1\r\n---\r\nb: 2\r\n')).toEqual([
    ['a: 1', 0],
    ['---\r\nb: 2', 1],
  ]);
});

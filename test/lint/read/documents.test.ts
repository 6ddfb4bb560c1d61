import { parseFile } from '../../../src/lint/read/documents';

test('a mark of the byte order is not part of the text', () => {
  const { documents } = parseFile('a.yaml', '\uFEFFa: 1');
  expect(documents).toMatchObject([{ index: 0, content: { a: 1 } }]);
});

test('a file that is not text is refused', () => {
  const { documents, errors } = parseFile('a.yaml', 'a\u0000:\u0000');
  expect(documents).toEqual([]);
  expect(errors).toMatchObject([{ file: 'a.yaml', line: 1, column: 1 }]);
  expect(errors[0].message).toContain('not UTF-8');
});

test('a file too large for manifests is refused without being parsed', () => {
  const { errors } = parseFile('a.yaml', ' '.repeat(65e6));
  expect(errors[0].message).toContain('the file has 65 MB, more than the 64 MB that are read');
});

test('documents keep their positions beside a broken one', () => {
  const { documents, errors } = parseFile('a.yaml', 'a: 1\n---\nb: [\n---\nc: 1\n');
  expect(documents.map(({ index }) => index)).toEqual([0, 2]);
  expect(errors).toMatchObject([{ line: 4 }]);
});

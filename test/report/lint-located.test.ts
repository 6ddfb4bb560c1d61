import { located } from '../../src/report/lint-located';
import { objectOf } from '../lint/support';

const text = 'spec:\n  a: 1\n  b: { c: 2 }\n';

test('findings stand in the order of the files and of the lines that are shown', () => {
  const finding = (file: string, path: string[], rule: string) => ({
    object: objectOf({ spec: { a: 1, b: { c: 2 } } }, file),
    path,
    rule,
    name: 'a-rule',
    severity: 'error' as const,
    message: 'so',
    fix: 'mend it',
    source: 'measured',
  });
  const sources = ['z.yaml', 'a.yaml'].map((file) => ({ file, text }));
  const found = located(
    [
      finding('a.yaml', ['spec'], 'R1'),
      finding('z.yaml', ['spec', 'b', 'c'], 'R2'),
      finding('z.yaml', ['spec', 'missing'], 'R3'),
      finding('z.yaml', ['spec', 'a'], 'R4'),
    ],
    sources,
  );
  expect(found.map(({ object, line, column, rule }) => [object.file, line, column, rule])).toEqual([
    ['z.yaml', 1, 1, 'R3'],
    ['z.yaml', 2, 6, 'R4'],
    ['z.yaml', 3, 11, 'R2'],
    ['a.yaml', 1, 1, 'R1'],
  ]);
});

import { covers, rowAt, type VersionedRow, valueAt } from '../../src/engines/by-version';

const rows: VersionedRow<string>[] = [
  { since: '0.9', value: 'old', source: 'a' },
  { since: '0.21', value: 'new', source: 'b' },
];

test.each([
  ['0.8.5', undefined],
  ['0.9.0', 'old'],
  ['0.20.2', 'old'],
  ['0.21', 'new'],
  ['0.32.0', 'new'],
  ['v0.32.0', 'new'],
  ['0.21.0rc1', 'new'],
  ['nightly', undefined],
])('the last row that began is in force: %s', (version, value) => {
  expect(valueAt(rows, version)).toBe(value);
});

test('versions compare as numbers and not as text', () => {
  expect(covers({ since: '0.9' }, '0.18')).toBe(true);
});

test('until is the first version without', () => {
  const range = { since: '0.6', until: '0.18' };
  expect([covers(range, '0.17.1'), covers(range, '0.18.0')]).toEqual([true, false]);
});

test('a row brings its source along', () => {
  expect(rowAt(rows, '0.30')?.source).toBe('b');
});

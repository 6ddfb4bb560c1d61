import * as fc from 'fast-check';
import { cores, gibibytes, parseGibibytes, parseQuantity } from '../../src/kube/quantity';

test.each([
  [64, '64Gi'],
  [63.2, '64Gi'],
  [1.5, '2Gi'],
  [0.5, '512Mi'],
  [0.9999, '1Gi'],
  [0.1 + 0.2, '308Mi'],
  [0, '0'],
])('%d GiB is %s', (amount, text) => {
  expect(gibibytes(amount)).toBe(text);
});

test.each([
  [12, '12'],
  [0.5, '500m'],
  [1.25, '1250m'],
  [0.0001, '1m'],
  [2.0000000001, '2'],
])('%d cores are %s', (amount, text) => {
  expect(cores(amount)).toBe(text);
});

test.each([
  ['500m', 0.5],
  ['12', 12],
  ['1.5', 1.5],
  ['1e3', 1000],
  ['2k', 2000],
  ['1Ki', 1024],
  ['64Gi', 68719476736],
])('%s is %d in base units', (text, amount) => {
  expect(parseQuantity(text)).toBe(amount);
});

test.each(['', '64GB', '64 Gi', 'Gi', '1.2.3', '1K', '1mi'])('%j is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
  expect(parseGibibytes(text)).toBeUndefined();
});

test('what is written is read back, never less than asked and by less than one unit more', () => {
  const amounts = fc.double({ min: 0, max: 4096, noNaN: true });
  fc.assert(
    fc.property(amounts, (amount) => {
      const memory = (parseGibibytes(gibibytes(amount)) ?? -1) - amount;
      const cpu = (parseQuantity(cores(amount)) ?? -1) - amount;
      expect(memory).toBeGreaterThan(-1e-5);
      expect(memory).toBeLessThan(1);
      expect(cpu).toBeGreaterThan(-1e-5);
      expect(cpu).toBeLessThan(0.0011);
    }),
  );
});

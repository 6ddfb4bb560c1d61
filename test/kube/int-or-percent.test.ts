import { resolveIntOrPercent } from '../../src/kube/int-or-percent';

test.each([
  ['25%', 1, 'up', 1],
  ['25%', 1, 'down', 0],
  ['25%', 10, 'up', 3],
  ['25%', 10, 'down', 2],
  ['0%', 10, 'up', 0],
  ['100%', 3, 'down', 3],
  [2, 10, 'up', 2],
  ['2', 10, 'down', 2],
] as const)('%s of %i, rounded %s, is %i', (value, total, round, wanted) => {
  expect(resolveIntOrPercent(value, total, round)).toBe(wanted);
});

test.each([undefined, '', 'some', '25 %', '-1', '1.5'])('%s is neither', (value) => {
  expect(resolveIntOrPercent(value, 10, 'up')).toBeUndefined();
});

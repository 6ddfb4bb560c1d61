import { constant, ramp, steps } from './load';

const at = [0, 5, 10, 15, 20];

test.each([
  { curve: constant(4), rates: [4, 4, 4, 4, 4] },
  { curve: ramp(2, 6, 10), rates: [2, 4, 6, 6, 6] },
  { curve: ramp(6, 2, 20), rates: [6, 5, 4, 3, 2] },
  { curve: steps([5, 1], [15, 3]), rates: [0, 1, 1, 3, 3] },
])('a curve gives the rate of every second: $rates', ({ curve, rates }) => {
  expect(at.map(curve)).toEqual(rates);
});

import fc from 'fast-check';
import { floorSupplyOf, supplyOf, total, usdPerHour } from '../../src/capacity/fleet-sums';
import { quotaFor, quotaViolations, quotaWarnings } from '../../src/capacity/quota';
import { claimOf, poolOf } from './claims';

describe('the GPUs of a pool', () => {
  test('are those on demand and on spot, and without bound where none is stated', () => {
    expect(supplyOf(poolOf({ gpus: 16, spotGpus: 8 }))).toBe(24);
    expect(supplyOf(poolOf({ gpus: undefined }))).toBeUndefined();
  });

  test('that may hold minima are those that stay, unless all may go', () => {
    expect(floorSupplyOf(poolOf({ gpus: 16, spotGpus: 8 }))).toBe(16);
    expect(floorSupplyOf(poolOf({ gpus: 0, spotGpus: 8 }))).toBe(8);
    expect(floorSupplyOf(poolOf({ gpus: undefined }))).toBeUndefined();
  });
});

describe('the cost of a pool', () => {
  const chat = claimOf('chat', { atMin: 4, atMax: 12 }, { usdPerGpuHour: 3 });
  const code = claimOf('code', { atMin: 4, atMax: 12 }, { usdPerGpuHour: 5 });

  test('is the sum of its services', () => {
    expect(usdPerHour(poolOf(), [chat, code], 'atMin')).toBe(4 * 3 + 4 * 5);
  });

  test('counts what exceeds its GPUs on demand at the price of spot', () => {
    const pool = poolOf({ gpus: 16, spotGpus: 16, spotUsdPerGpuHour: 1 });
    expect(usdPerHour(pool, [chat, code], 'atMin')).toBe(32);
    // 24 GPUs at 4 USD on average, 8 of them on spot.
    expect(usdPerHour(pool, [chat, code], 'atMax')).toBe(16 * 4 + 8 * 1);
    expect(usdPerHour(poolOf({ gpus: 16, spotGpus: 16 }), [chat, code], 'atMax')).toBe(24 * 4);
  });

  test('is that of its plans where all of it is spot', () => {
    const pool = poolOf({ gpus: 0, spotGpus: 32, spotUsdPerGpuHour: 1 });
    expect(usdPerHour(pool, [chat], 'atMax')).toBe(36);
  });

  test('is unknown with that of one service', () => {
    const unpriced = claimOf('own', { atMin: 1 }, { usdPerGpuHour: undefined });
    expect(usdPerHour(poolOf(), [chat, unpriced], 'atMin')).toBeUndefined();
  });
});

describe('a quota', () => {
  const claims = [
    claimOf('chat', { atMin: 2, atMax: 6 }),
    claimOf('code', { atMin: 3, atMax: 4, duringRollout: 5 }),
  ];

  test('for services is what they hold at most, roll-outs included', () => {
    expect(quotaFor(claims)).toBe(11);
  });

  test('below the minima is refused, below the maxima told of', () => {
    expect(quotaViolations('gpus', 4, claims)).toEqual([
      {
        path: 'gpus',
        value: 4,
        allowed: 'at least 5, the minima of chat 2, code 3',
        fix: 'raise it to 11, which holds the maxima too',
      },
    ]);
    expect(quotaViolations('gpus', 5, claims)).toEqual([]);
    expect(quotaWarnings('gpus', 10, claims)).toMatchObject([{ code: 'quota-below-maximum' }]);
    expect(quotaWarnings('gpus', 11, claims)).toEqual([]);
    expect(quotaWarnings('gpus', undefined, claims)).toEqual([]);
  });
});

test('sums do not depend on the order of services', () => {
  const counts = fc.array(fc.nat({ max: 64 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(counts, (minima) => {
      const claims = minima.map((atMin, i) => claimOf(`s${i}`, { atMin }));
      expect(total([...claims].reverse(), 'atMin')).toBe(total(claims, 'atMin'));
    }),
  );
});

import fc from 'fast-check';
import {
  nodesOf,
  packsExactly,
  poolNodes,
  stranded,
  unplaced,
} from '../../src/capacity/node-packing';
import { claimOf, poolOf } from './claims';

describe('GPUs come in nodes', () => {
  test('whole ones, and the part of one that is left', () => {
    expect(nodesOf(24, 8)).toEqual([8, 8, 8]);
    expect(nodesOf(12, 8)).toEqual([8, 4]);
  });

  test('on demand or on spot: no node is both', () => {
    expect(poolNodes(poolOf({ gpus: 4, spotGpus: 12 }))).toEqual([4, 8, 4]);
    expect(poolNodes(poolOf({ gpus: undefined }))).toBeUndefined();
    expect(poolNodes(poolOf({ node: undefined }))).toBeUndefined();
  });
});

describe('pods', () => {
  test('go the largest first to the fullest node that takes them', () => {
    expect(unplaced([8, 8], [1, 8, 4, 2, 1])).toEqual([]);
    expect(unplaced([8, 8], [4, 4, 4, 8])).toEqual([4]);
  });

  test('larger than what is left of any node are stranded, whatever the sum', () => {
    const large = claimOf('large', { atMin: 16 }, { gpusPerPod: 8 });
    const small = claimOf('small', { atMin: 4 }, { gpusPerPod: 4 });
    expect(stranded(poolOf({ gpus: 20 }), [large, small], 'atMin')).toEqual([]);
    expect(stranded(poolOf({ gpus: 12, spotGpus: 12 }), [large, small], 'atMin')).toEqual([]);
    const odd = poolOf({ gpus: 12, spotGpus: 4 });
    const two = claimOf('two', { atMin: 16 }, { gpusPerPod: 8 });
    expect(stranded(odd, [two], 'atMin')).toEqual([8]);
  });

  test('beyond the GPUs of the pool are a matter of sums and not of nodes', () => {
    const claims = [claimOf('large', { atMin: 24 }, { gpusPerPod: 8 })];
    expect(stranded(poolOf(), claims, 'atMin')).toEqual([]);
  });

  test('of sizes that divide each other are packed as well as can be', () => {
    expect(packsExactly([1, 8, 2, 8])).toBe(true);
    expect(packsExactly([2, 3])).toBe(false);
    const sizes = fc.array(fc.constantFrom(1, 2, 4, 8), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), (pods, nodes) => {
        const asked = pods.reduce((sum, size) => sum + size, 0);
        // With whole nodes only the sum counts.
        expect(unplaced(nodesOf(nodes * 8, 8), pods).length === 0).toBe(asked <= nodes * 8);
      }),
    );
  });
});

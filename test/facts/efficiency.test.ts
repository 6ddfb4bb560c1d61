import { acceleratorRows } from '../../src/facts/accelerator-rows';
import { efficiencyOf, layerUs, linkCosts } from '../../src/facts/efficiency';

const efficiency = (id: string, architecture: string): number[] => {
  const { memory, compute } = efficiencyOf({ id, architecture });
  return [memory, compute];
};

test('efficiency follows the architecture, and H200 reaches less of its bandwidth', () => {
  expect(efficiency('H100-SXM', 'hopper')).toEqual([0.92, 0.85]);
  expect(efficiency('H200-SXM', 'hopper')).toEqual([0.81, 0.85]);
  expect(efficiency('B200', 'blackwell')).toEqual([0.92, 0.48]);
  expect(efficiency('GB300', 'blackwell-ultra')).toEqual([0.92, 0.48]);
  expect(efficiency('H20-96GB', 'hopper')).toEqual([0.39, 0.47]);
});

test('an architecture without measurements gets a guess that says so', () => {
  expect(efficiency('T4', 'turing')).toEqual([0.7, 0.4]);
  expect(efficiencyOf({ id: 'X1', architecture: 'rubin' }).source).toMatch(/^assumed/);
});

test('Ada, Turing and Volta rows of the catalogue are guesses', () => {
  const guessed = acceleratorRows.filter((row) => efficiencyOf(row).source.startsWith('assumed'));
  expect(guessed.map(({ id }) => id)).toEqual([
    'L4',
    'L40S',
    'T4',
    'L20',
    'RTX-4090',
    'L40',
    'RTX-6000-Ada',
    'V100-16GB',
    'V100-32GB',
    'RTX-4080',
    'RTX-4070',
  ]);
});

test('an all-reduce over PCIe costs more than twice the one over NVLink', () => {
  expect(linkCosts.allReduceUs).toBe(5);
  expect(linkCosts.pcieAllReduceUs).toBe(33);
});

test('a layer costs what its kernels take, a sliding window least and a sparse index most', () => {
  expect(layerUs.sliding).toBeLessThan(layerUs.full);
  expect(layerUs.full).toBeLessThan(layerUs.mla);
  expect(layerUs.mla).toBeLessThan(layerUs.sparseMla);
});

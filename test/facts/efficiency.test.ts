import { acceleratorRows } from '../../src/facts/accelerator-rows';
import { efficiencyOf, stepOverheads } from '../../src/facts/efficiency';

const efficiency = (id: string, architecture: string): number[] => {
  const { memory, compute } = efficiencyOf({ id, architecture });
  return [memory, compute];
};

test('efficiency follows the architecture, and H200 reaches less of its bandwidth', () => {
  expect(efficiency('H100-SXM', 'hopper')).toEqual([0.75, 0.6]);
  expect(efficiency('H200-SXM', 'hopper')).toEqual([0.65, 0.6]);
  expect(efficiency('B200', 'blackwell')).toEqual([0.72, 0.4]);
  expect(efficiency('GB300', 'blackwell-ultra')).toEqual([0.72, 0.4]);
  expect(efficiency('L4', 'ada')).toEqual([0.75, 0.5]);
});

test('an architecture without measurements gets a guess that says so', () => {
  expect(efficiency('MI300X', 'cdna3')).toEqual([0.6, 0.35]);
  expect(efficiencyOf({ id: 'X1', architecture: 'rubin' }).source).toMatch(/^assumed/);
});

test('only AMD and Turing rows of the catalogue are guesses', () => {
  const guessed = acceleratorRows.filter((row) => efficiencyOf(row).source.startsWith('assumed'));
  expect(guessed.map(({ id }) => id)).toEqual(['T4', 'MI300X', 'MI325X', 'MI355X']);
});

test('an all-reduce over PCIe costs more than twice the one over NVLink', () => {
  expect(stepOverheads.allReduceUs).toBe(20);
  expect(stepOverheads.pcieAllReduceUs).toBe(45);
});

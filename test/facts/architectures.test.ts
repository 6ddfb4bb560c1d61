import { architectureOf, architectures, usualPcieGBps } from '../../src/facts/architectures';

test.each([
  ['Hopper', 'hopper'],
  ['ada-lovelace', 'ada'],
  ['Ada Lovelace', 'ada'],
  ['NVIDIA Blackwell', 'blackwell'],
  ['blackwell_ultra', 'blackwell-ultra'],
  ['Volta', 'volta'],
  ['sm_90', 'hopper'],
  ['SM89', 'ada'],
  ['CDNA 3', 'cdna3'],
  ['cdna2', 'cdna3'],
  ['rdna3', 'cdna3'],
])('%s is planned as %s', (stated, known) => {
  expect(architectureOf(stated)).toBe(known);
});

test('a known word is itself, and an unknown one stays to be refused', () => {
  for (const known of architectures) expect(architectureOf(known)).toBe(known);
  for (const unknown of ['gaudi', '', 'constructor']) expect(architectureOf(unknown)).toBe(unknown);
});

test('PCIe doubles with each generation', () => {
  const rates = ['volta', 'turing', 'ampere', 'ada', 'hopper', 'cdna3'].map(usualPcieGBps);
  expect(rates).toEqual([16, 16, 32, 32, 64, 64]);
});

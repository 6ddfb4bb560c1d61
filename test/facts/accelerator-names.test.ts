import { assert, constantFrom, infiniteStream, property } from 'fast-check';
import { guessCard } from '../../src/facts/accelerator-names';
import { acceleratorRow, acceleratorRows } from '../../src/facts/accelerator-rows';

const ids = acceleratorRows.map(({ id }) => id);

test.each([
  ['NVIDIA H100 80GB HBM3', 'H100-SXM'],
  ['H100 SXM', 'H100-SXM'],
  ['H100_SXM', 'H100-SXM'],
  ['H100-80GB-SXM5', 'H100-SXM'],
  ['HGX H100', 'H100-SXM'],
  ['NVIDIA H100 Tensor Core GPU', 'H100-SXM'],
  ['H100 PCIe', 'H100-PCIe'],
  ['H100-PCIe-80GB', 'H100-PCIe'],
  ['NVIDIA H100 NVL', 'H100-NVL'],
  ['NVIDIA A100 80GB PCIe', 'A100-80GB-PCIe'],
  ['NVIDIA A100-SXM4-80GB', 'A100-80GB-SXM'],
  ['NVIDIA A100-SXM4-40GB', 'A100-40GB-SXM'],
  ['NVIDIA A100-PCIE-40GB', 'A100-40GB-PCIe'],
  ['A100 40 GB', 'A100-40GB-SXM'],
  ['NVIDIA GeForce RTX 4090', 'RTX-4090'],
  ['RTX4090', 'RTX-4090'],
  ['RTX 3090', 'RTX-3090'],
  ['Tesla T4', 'T4'],
  ['Tesla V100-SXM2-32GB', 'V100-32GB'],
  ['AMD Instinct MI300X', 'MI300X'],
  ['AMD Instinct MI300X OAM', 'MI300X'],
  ['MI300X-192GB', 'MI300X'],
  ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'RTX-PRO-6000-Blackwell'],
  ['H200-141GB-SXM', 'H200-SXM'],
  ['NVIDIA H200 NVL', 'H200-NVL'],
  ['B200-180GB', 'B200'],
  ['B200 192GB', 'B200'],
  ['DGX Spark', 'GB10'],
  ['GB10 (DGX Spark)', 'GB10'],
  ['NVIDIA GH200 480GB', 'GH200-96GB'],
  ['GH200 144G HBM3e', 'GH200-144GB'],
  ['NVIDIA RTX 6000 Ada Generation', 'RTX-6000-Ada'],
  ['NVIDIA RTX A6000', 'RTX-A6000'],
  ['NVIDIA A10', 'A10'],
  ['NVIDIA L4', 'L4'],
  ['NVIDIA L40', 'L40'],
])('%s is %s', (name, id) => {
  expect(acceleratorRow(name)?.id).toBe(id);
});

// The last ones have another memory, clock or number of cores than the card of the catalogue.
test.each([
  '',
  'GPU',
  '80GB',
  'H1000',
  'H100-SXM-64GB',
  'H20-141GB',
  'V100',
  'RTX-4090-48GB (modded)',
  'RTX 4090 D',
  'RTX 3090 Ti',
  'RTX-4070-Laptop-8GB',
  'RTX 6000',
  'NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition',
])('%s is no row', (name) => {
  expect(acceleratorRow(name)).toBeUndefined();
});

test('every id and alias is its own row, in any case and with any separators', () => {
  const names = acceleratorRows.flatMap(({ id, aliases = [] }) =>
    [id, ...aliases].map((name) => ({ id, name })),
  );
  assert(
    property(
      constantFrom(...names),
      infiniteStream(constantFrom(' ', '_', '-', '  ')),
      infiniteStream(constantFrom(true, false)),
      constantFrom('', 'NVIDIA ', 'amd-', 'HGX '),
      ({ id, name }, separators, cases, maker) => {
        const written = [...name].map((letter) => {
          if (letter === '-') return separators.next().value;
          return cases.next().value ? letter.toUpperCase() : letter.toLowerCase();
        });
        expect(acceleratorRow(maker + written.join(''))?.id).toBe(id);
      },
    ),
    { numRuns: 500 },
  );
});

describe('a guess', () => {
  const said = (name: string) => guessCard(name, ids, 'describe your own');

  test('stays in the family of the card', () => {
    expect(said('V100')).toEqual({
      listed: 'nearest: V100-16GB, V100-32GB',
      fix: "did you mean 'V100-16GB'?",
    });
    expect(said('H100-SMX').fix).toBe("did you mean 'H100-SXM'?");
    expect(said('NVIDIA RTX 4060').listed).not.toMatch(/RTX-[^4]|A/);
  });

  test('is the neighbourhood in the alphabet where no card is of that family', () => {
    expect(said('K80')).toEqual({
      listed: 'such as H200-SXM, H800-SXM, L20, L4',
      fix: 'describe your own',
    });
    expect(said('Z1').fix).toBe('describe your own');
    expect(said('').fix).toBe('describe your own');
  });
});

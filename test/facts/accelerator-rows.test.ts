import { acceleratorRow, acceleratorRows } from '../../src/facts/accelerator-rows';

test('the catalogue has every GPU once', () => {
  expect(acceleratorRows.map(({ id }) => id)).toEqual([
    'A10G',
    'L4',
    'L40S',
    'A100-40GB-SXM',
    'A100-80GB-SXM',
    'A100-80GB-PCIe',
    'H100-SXM',
    'H100-PCIe',
    'H100-NVL',
    'H200-SXM',
    'B200',
    'GB200',
    'B300',
    'GB300',
    'RTX-PRO-6000-Blackwell',
    'T4',
    'RTX-A5000',
    'RTX-3090',
    'L20',
    'RTX-4090',
    'H20-96GB',
    'GH200-96GB',
    'RTX-5090',
    'GB10',
    'MI300X',
    'MI325X',
    'MI355X',
    'A10',
    'A30',
    'A40',
    'RTX-A6000',
    'L40',
    'RTX-6000-Ada',
    'V100-16GB',
    'V100-32GB',
    'A100-40GB-PCIe',
    'A800-80GB-SXM',
    'H800-SXM',
    'H200-NVL',
    'GH200-144GB',
    'RTX-4080',
    'RTX-4070',
    'RTX-3080',
    'RTX-5080',
    'MI350X',
  ]);
});

test('memory is what the driver shows and not the marketing figure', () => {
  expect(acceleratorRow('H100-SXM')?.memoryGiB).toBe(79.18);
  expect(acceleratorRow('H200-SXM')?.memoryGiB).toBe(139.8);
  expect(acceleratorRow('L4')?.memoryGiB).toBe(22.35);
});

test('a GPU without NVLink has no scale-up bandwidth', () => {
  expect(acceleratorRow('L40S')?.interconnectGBps).toBeUndefined();
  expect(acceleratorRow('H100-SXM')?.interconnectGBps).toBe(450);
});

test('Ampere has no fp8 tensor cores, and Hopper no fp4', () => {
  expect(acceleratorRow('A100-80GB-SXM')?.denseTflops).toEqual({ bf16: 312, int8: 624 });
  expect(acceleratorRow('H100-SXM')?.denseTflops.fp4).toBeUndefined();
});

test('AMD GPUs are another resource', () => {
  const resources = acceleratorRows.map(({ vendor, resourceName }) => `${vendor} ${resourceName}`);
  expect(new Set(resources)).toEqual(new Set(['nvidia nvidia.com/gpu', 'amd amd.com/gpu']));
});

test('each platform has its own label for the same GPU', () => {
  expect(acceleratorRow('H100-SXM')?.nodeLabels).toEqual({
    gfdProduct: 'NVIDIA-H100-80GB-HBM3',
    karpenterGpuName: 'h100',
    gkeAccelerator: 'nvidia-h100-80gb',
  });
});

test('every figure and every price states source and date', () => {
  for (const row of acceleratorRows) {
    for (const fact of [row, ...row.prices]) {
      expect([row.id, fact.source.length > 5, fact.date.startsWith('202')]).toEqual([
        row.id,
        true,
        true,
      ]);
    }
  }
});

test('a GPU is found under the names that drivers, clouds and benchmarks use', () => {
  expect(acceleratorRow('NVIDIA-H100-80GB-HBM3')?.id).toBe('H100-SXM');
  expect(acceleratorRow('a100-sxm4-80gb')?.id).toBe('A100-80GB-SXM');
  expect(acceleratorRow('H1000')).toBeUndefined();
});

test('no name stands for two GPUs', () => {
  const names = acceleratorRows.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});

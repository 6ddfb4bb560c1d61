import { loadingOverheadGiB, mxfp4Padding } from '../../../src/engines/vllm/kernel-padding';
import { acceleratorRow } from '../../../src/facts/accelerator-rows';

const paddingOn = (id: string): number | undefined => {
  const row = acceleratorRow(id);
  return row && mxfp4Padding(row).intermediate;
};

test('each kernel of MXFP4 experts rounds their width to its own multiple', () => {
  expect(['H100', 'H200', 'GH200'].map(paddingOn)).toEqual([64, 64, 64]);
  expect(['A100', 'L40S', 'GB10 (DGX Spark)', 'RTX-5090'].map(paddingOn)).toEqual([
    128, 128, 128, 128,
  ]);
  expect(['B200', 'GB300', 'MI300X'].map(paddingOn)).toEqual([256, 256, 256]);
});

test('loading on ROCm counts what the driver has given out', () => {
  expect(loadingOverheadGiB({ vendor: 'amd', architecture: 'cdna3' })).toBe(0.3);
  expect(loadingOverheadGiB({ vendor: 'nvidia', architecture: 'hopper' })).toBe(0);
});

import { formatSupport } from '../../../src/engines/vllm/weight-formats';
import { acceleratorRow } from '../../../src/facts/accelerator-rows';
import { formatNames } from '../../../src/facts/model/formats';

describe('weight formats', () => {
  const [cores, only, none] = ['tensor-cores', 'weight-only', undefined];

  test.each([
    ['T4', { bf16: cores, fp8: only, int8: cores, int4: only, mxfp4: none, nvfp4: none }],
    ['A10G', { bf16: cores, fp8: only, int8: cores, int4: only, mxfp4: only, nvfp4: only }],
    ['H100-SXM', { bf16: cores, fp8: cores, int8: cores, int4: only, mxfp4: only, nvfp4: only }],
    ['B200', { bf16: cores, fp8: cores, int8: none, int4: only, mxfp4: cores, nvfp4: cores }],
    ['MI300X', { bf16: cores, fp8: cores, int8: none, int4: only, mxfp4: only, nvfp4: none }],
    ['MI355X', { bf16: cores, fp8: cores, int8: none, int4: only, mxfp4: cores, nvfp4: none }],
  ])('on %s run on tensor cores of their type, as weights only, or not at all', (id, expected) => {
    const gpu = acceleratorRow(id);
    if (!gpu) throw new Error(id);
    const found = formatNames.map((format) => [format, formatSupport(format, gpu)?.kernels]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});

import { Accelerator } from '../../src';
import { acceleratorRows } from '../../src/facts/accelerator-rows';

describe('Accelerator.of', () => {
  test.each(acceleratorRows.map(({ id }) => id))('knows %s of the catalogue', (id) => {
    const accelerator = Accelerator.of(id);
    expect(accelerator.id).toBe(id);
    expect(accelerator._toRequest()).toBe(id);
    expect(accelerator.resourceName).toMatch(/^(nvidia|amd)\.com\/gpu$/);
  });

  test('gives the row of an alias under its own name', () => {
    expect(Accelerator.of('h100-sxm').id).toBe('H100-SXM');
  });

  test('refuses an unknown id with the nearest ones, the first of which is accepted', () => {
    expect(() => Accelerator.of('H10-SMX')).toThrow(
      '\'accelerator\' ("H10-SMX") must be a catalogue id (nearest: H100-SXM)',
    );
    expect(() => Accelerator.of('H10-SMX')).toThrow("did you mean 'H100-SXM'?");
  });
});

describe('Accelerator.custom', () => {
  const props = {
    name: 'H20-141GB',
    architecture: 'hopper',
    memoryGiB: 139.8,
    memoryBandwidthGBps: 4000,
    bf16Tflops: 148,
    fp8Tflops: 296,
  };

  test('is a description in the words of the plan request', () => {
    expect(Accelerator.custom(props)._toRequest()).toEqual({
      name: 'H20-141GB',
      architecture: 'hopper',
      memoryGiB: 139.8,
      memoryBandwidthGBps: 4000,
      denseTflops: { bf16: 148, fp8: 296, fp4: undefined },
    });
  });

  test('has the resource of its vendor, or the stated one', () => {
    const resource = (part: object) => Accelerator.custom({ ...props, ...part }).resourceName;
    expect(resource({})).toBe('nvidia.com/gpu');
    expect(resource({ architecture: 'cdna3' })).toBe('amd.com/gpu');
    expect(resource({ resourceName: 'nvidia.com/mig-3g.40gb' })).toBe('nvidia.com/mig-3g.40gb');
  });
});

test('the named constants are rows of the catalogue', () => {
  const named = Object.values(Accelerator).filter((value) => value instanceof Accelerator);
  expect(named.map(({ id }) => id)).toEqual([
    'A10G',
    'L4',
    'L40S',
    'A100-80GB-SXM',
    'H100-SXM',
    'H200-SXM',
    'B200',
    'MI300X',
  ]);
});

import { formatNames, groupedBytes, weightFormat } from '../../../src/facts/model/formats';

test('the scales of a format count', () => {
  const bits = formatNames.map((name) => [name, weightFormat(name).bytesPerParameter * 8]);
  expect(Object.fromEntries(bits)).toEqual({
    bf16: 16,
    fp8: 8 + 32 / 128 ** 2,
    int8: 8,
    int4: 4.15625,
    mxfp4: 4.25,
    nvfp4: 4.5,
  });
});

test('smaller groups carry more scales', () => {
  expect(groupedBytes(4, 32, 16)).toBe(0.5625);
});

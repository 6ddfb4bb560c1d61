import { modelSize } from '../../../src/lint/service/model-size';

const gigabytes = (model: string, quantization?: string) =>
  Math.round((modelSize(model, quantization)?.bytes ?? Number.NaN) / 1e9);

test.each([
  // Of the catalogue, by id, by path and by another owner's name.
  ['meta-llama/Llama-3.3-70B-Instruct', 141],
  ['/models/llama-3.3-70b-instruct/', 141],
  ['acme/Llama-3.3-70B-Instruct', 141],
  ['meta-llama/Llama-3.3-70B-Instruct-FP8', 73],
  // By what the name says of any other.
  ['acme/finance-13b', 26],
  ['acme/finance-13B-AWQ', 7],
  ['acme/finance-1.5b-fp8', 2],
  ['acme/tiny-350m', 1],
  ['acme/mix-8x7B', 93],
  // All experts are loaded, not only those that are active.
  ['acme/experts-235B-A22B', 470],
])('%s has %i GB', (model, size) => {
  expect(gigabytes(model)).toBe(size);
});

test('the flag says what the name does not', () => {
  expect(gigabytes('acme/finance-13b', 'awq')).toBe(7);
});

test.each(['acme/finance', '/models/current', 'acme/v2-b', 'gpt-4b8'])(
  '%s tells nothing',
  (model) => {
    expect(modelSize(model)).toBeUndefined();
  },
);

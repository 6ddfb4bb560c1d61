import { LlmModel, WeightSource } from '../src';
import { describeViolation, guess, InvalidInput, nearest } from '../src/violations';

const shownAs = (value: unknown): string =>
  describeViolation({ path: 'p', value, allowed: 'given', fix: 'give it' });

test.each([
  [undefined, 'missing'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [null, 'null'],
  ['x', '"x"'],
  [{ a: Number.NaN, b: 1 }, '{"a":"NaN","b":1}'],
  [WeightSource.huggingFace(), '[WeightSource]'],
  [[WeightSource.huggingFace()], '["[WeightSource]"]'],
  [WeightSource.huggingFace, '[function huggingFace]'],
  [() => 1, '[function]'],
])('a violation shows %p as it was given', (value, shown) => {
  expect(shownAs(value)).toBe(`'p' (${shown}) must be given: give it`);
});

test('twenty lines are shown, and the rest is counted', () => {
  const some = (count: number) =>
    new InvalidInput(
      Array.from({ length: count }, (_, i) => ({
        path: `p${i}`,
        value: 1,
        allowed: 'a',
        fix: 'f',
      })),
    ).message.split('\n');
  expect(some(20)).toHaveLength(20);
  expect(some(20)[19]).toBe("'p19' (1) must be a: f");
  expect(some(22)[19]).toBe('… and 3 more');
});

describe('a guess', () => {
  const known = ['peakRequestsPerSecond', 'inputTokens', 'outputTokens', 'history', 'routing'];

  test('is made within a third of the letters', () => {
    expect(guess('inputToken', known, 'leave it out')).toEqual({
      listed: 'nearest: inputTokens, outputTokens',
      fix: "did you mean 'inputTokens'?",
    });
  });

  test('is not made where nothing is near', () => {
    expect(guess('colour', known, 'leave it out')).toEqual({
      listed: 'such as peakRequestsPerSecond, inputTokens, outputTokens, history',
      fix: 'leave it out',
    });
  });

  test('finds a part of a long name, whatever stands between its letters', () => {
    expect(nearest('peak_requests', known)).toEqual(['peakRequestsPerSecond']);
  });

  test('finds a name that another unit was added to', () => {
    expect(nearest('routingSeconds', known)).toEqual(['routing']);
  });

  test('prefers what the given name begins', () => {
    expect(() => LlmModel.of('meta-llama/Llama-3.3-70B')).toThrow(
      '(nearest: meta-llama/Llama-3.3-70B-Instruct, ',
    );
  });
});

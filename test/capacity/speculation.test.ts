import { speculationOf } from '../../src/capacity/speculation';
import { planFor } from '../../src/plan/plan-for';
import { must } from '../plan/requests';

test('drafts that are kept with 0.5 each make 1.75 tokens of two', () => {
  expect(speculationOf({ method: 'mtp', tokens: 2, acceptance: 0.5 })).toEqual({
    draftTokens: 2,
    tokensPerStep: 1 + 0.5 + 0.25,
  });
});

test('without speculation a step gives one token', () => {
  expect(speculationOf(undefined)).toEqual({ draftTokens: 0, tokensPerStep: 1 });
});

test('a method that nobody stated the acceptance of has its own', () => {
  const gain = (method: string): number => speculationOf({ method, tokens: 1 }).tokensPerStep;
  expect(gain('deepseek_mtp')).toBe(1.7);
  expect(gain('ngram')).toBe(1.3);
});

describe('the gain of speculation', () => {
  const gainAt = (concurrency: number, acceptance: number): number => {
    const speed = (speculative?: object): number =>
      must(
        planFor({
          model: 'meta-llama/Llama-3.3-70B-Instruct',
          accelerator: 'H100-SXM',
          parallelism: { tensor: 8 },
          engine: { speculative },
          operatingPoint: { concurrency, inputTokens: 500, outputTokens: 300 },
        }).speed.prediction,
      ).timePerOutputTokenMs;
    return speed() / speed({ method: 'eagle3', tokens: 3, acceptance });
  };

  test('falls with the batch, past the ridge to a loss', () => {
    expect(gainAt(1, 0.7)).toBeGreaterThan(1.8);
    expect(gainAt(32, 0.7)).toBeLessThan(gainAt(1, 0.7));
    expect(gainAt(512, 0.7)).toBeLessThan(1);
  });

  test('is a loss where no draft is kept', () => {
    expect(gainAt(1, 0)).toBeLessThan(1);
  });
});

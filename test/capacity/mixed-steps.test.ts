import { mixedSteps, prefillMs } from '../../src/capacity/mixed-steps';
import { stepMs } from '../../src/capacity/step-time';
import { terms } from './terms';

const shape = { inputTokens: 1000, uncachedTokens: 1000, outputTokens: 500 };
const at = (promptTokens: number, sequences = 50) =>
  stepMs(terms(), { sequences, context: 1250, promptTokens, promptContext: 500 });

describe('steps of a rank', () => {
  test('without arrivals carry no prompts', () => {
    const steps = mixedSteps(terms(), shape, 50, 0);
    expect(steps.meanMs).toBe(at(0));
    expect(steps.promptShare).toBe(0);
  });

  test('carry a whole prompt now and then, not a thin slice each', () => {
    const steps = mixedSteps(terms(), shape, 50, 0.1);
    expect(steps.promptShare).toBeCloseTo(1 - Math.exp(-0.1), 6);
    expect(steps.promptTokens).toBeCloseTo(100 / (1 - Math.exp(-0.1)), 6);
    expect(steps.meanMs).toBeCloseTo(
      (1 - steps.promptShare) * at(0) + steps.promptShare * at(steps.promptTokens),
      9,
    );
  });

  test('are all full where prompts come faster than the token budget takes them', () => {
    const steps = mixedSteps(terms(), shape, 50, 10);
    expect(steps.promptTokens).toBe(2048);
    expect(steps.promptShare).toBe(1);
  });

  test('do not compute what the prefix cache holds', () => {
    const cached = mixedSteps(terms(), { ...shape, uncachedTokens: 100 }, 50, 0.1);
    expect(cached.meanMs).toBeLessThan(mixedSteps(terms(), shape, 50, 0.1).meanMs);
    expect(cached.decodeOnlyMs).toBe(at(0));
  });
});

test('a prompt longer than the budget takes several steps', () => {
  const long = { ...shape, inputTokens: 4096, uncachedTokens: 4096 };
  const chunk = { sequences: 9, context: 4346, promptTokens: 2048, promptContext: 2048 };
  expect(prefillMs(terms(), long, 9)).toBeCloseTo(2 * stepMs(terms(), chunk), 9);
});

import { planFor } from '../../src/plan/plan-for';
import { must } from '../plan/requests';

const lengths = { inputTokens: 500, outputTokens: 300 };

const planAt = (operatingPoint: object) =>
  planFor({
    model: 'Qwen/Qwen3-32B',
    accelerator: 'H100-SXM',
    parallelism: { tensor: 2 },
    operatingPoint: { ...lengths, ...operatingPoint },
  });
const at = (operatingPoint: object) => must(planAt(operatingPoint).speed.prediction);
const warningsAt = (operatingPoint: object) =>
  planAt(operatingPoint).warnings.map(({ code }) => code);

describe('a rate that one replica cannot answer', () => {
  test('is answered with what it does, and a warning', () => {
    expect(at({ requestsPerSecond: 500 }).inFlight).toBe(at({ requestsPerSecond: 900 }).inFlight);
    expect(at({ requestsPerSecond: 500 }).outputTokensPerSecond).toBeLessThan(500 * 300);
    expect(warningsAt({ requestsPerSecond: 500 })).toContain('operating-point-saturated');
    expect(warningsAt({ requestsPerSecond: 1 })).not.toContain('operating-point-saturated');
  });

  test('makes each prompt of a run wait for half of what piles up', () => {
    const [run, longer] = [1000, 3000].map((numPrompts) =>
      at({ requestsPerSecond: 500, numPrompts }),
    );
    const served = longer.outputTokensPerSecond / 300;
    const waitMs = longer.timeToFirstTokenMs - run.timeToFirstTokenMs;
    expect(waitMs / (1000 * (1000 / served - 1000 / 500))).toBeCloseTo(1, 0);
  });
});

describe('numPrompts', () => {
  test('alone all arrive at once', () => {
    expect(at({ numPrompts: 64 })).toEqual(at({ numPrompts: 64, concurrency: 64 }));
    expect(at({ numPrompts: 64 }).inFlight).toBe(64);
  });

  test('of a run that a rate starts one by one end with the last answer', () => {
    const endless = at({ requestsPerSecond: 4 });
    const run = at({ requestsPerSecond: 4, numPrompts: 40 });
    expect(endless.outputTokensPerSecond).toBe(4 * 300);
    const runMs = (40 * 300 * 1000) / run.outputTokensPerSecond;
    expect(runMs).toBeCloseTo(40 * 250 + run.endToEndMs, 6);
  });

  test('caps what a rate brings into flight', () => {
    expect(at({ requestsPerSecond: 12, numPrompts: 8 }).inFlight).toBe(8);
  });

  test('at once that all need their prompt first wait for half of the run', () => {
    const burst = at({ numPrompts: 40, inputTokens: 8000, outputTokens: 2 });
    const runMs = (40 * 2 * 1000) / burst.outputTokensPerSecond;
    expect(burst.timeToFirstTokenMs / runMs).toBeGreaterThan(0.4);
    expect(burst.timeToFirstTokenMs / runMs).toBeLessThan(1);
  });
});

test('of a concurrency and a rate the one that binds counts', () => {
  const [rate, concurrency] = [{ requestsPerSecond: 2 }, { concurrency: 16 }];
  expect(at({ ...rate, concurrency: 512 })).toEqual(at(rate));
  expect(at({ ...concurrency, requestsPerSecond: 50 })).toEqual(at(concurrency));
  expect(warningsAt({ ...concurrency, requestsPerSecond: 50 })).not.toContain(
    'operating-point-saturated',
  );
});

test('a band is wider where all prompts come at once', () => {
  const width = (operatingPoint: object): number => {
    const { high, low } = must(
      planAt(operatingPoint).evidence.find(
        ({ quantity }) => quantity === '/speed/prediction/timeToFirstTokenMs',
      ),
    );
    return must(high) / must(low);
  };
  expect(width({ numPrompts: 64 })).toBeCloseTo(10, 6);
  expect(width({ concurrency: 64 })).toBeCloseTo(3.6, 6);
});

test('prompts past the slots wait, the first wave for half of the queue', () => {
  const first = at({ concurrency: 2048, numPrompts: 2048 });
  const long = at({ concurrency: 2048, numPrompts: 2_048_000 });
  expect(long.timeToFirstTokenMs).toBeGreaterThan(1.5 * first.timeToFirstTokenMs);
});

import * as fc from 'fast-check';
import type { PlanAnswer } from '../../src/capacity/answer';
import type { EngineRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { chat, must, plausible, refusals } from './requests';

const withEngine = (engine: EngineRequest) => chat({ engine });

const stage = ({ coldStart }: PlanAnswer, name: string) =>
  must(coldStart.stages.find((each) => each.name === name)).seconds;

const settings = ({ evidence }: PlanAnswer) =>
  evidence.filter(({ quantity }) => quantity.startsWith('/coldStart/settings/'));

describe('a start-up setting', () => {
  test('is passed to the engine in its own words', () => {
    const args = (engine: EngineRequest) => withEngine(engine).choice.engineArguments;
    expect(args({ enforceEager: true })).toContain('--enforce-eager');
    expect(args({ optimizationLevel: 1 })).toContain('--optimization-level=1');
    expect(args({ cudagraphCaptureSizes: [64, 1, 8] })).toContain(
      '--compilation-config={"cudagraph_capture_sizes":[1,8,64]}',
    );
    expect(args({ schedulingPolicy: 'priority' })).toContain('--scheduling-policy=priority');
  });

  test('that is not stated is left to the engine', () => {
    const words = /eager|optimization|compilation|scheduling|lora/;
    expect(chat().choice.engineArguments.filter((arg) => words.test(arg))).toEqual([]);
  });

  test('tells what it saves at the start and what it costs a step', () => {
    expect(settings(withEngine({ enforceEager: true }))).toMatchObject([
      {
        quantity: '/coldStart/settings/enforceEager',
        value: 66.002,
        unit: 's',
        kind: 'assumed',
        formula: 'saves compile 33 + graphs 18 + warmup 15; an empty step takes 1.3 times as long',
      },
    ]);
    const [level] = settings(withEngine({ optimizationLevel: 1 }));
    expect(level).toMatchObject({
      value: 8.976,
      formula: 'saves graphs 8.98; an empty step takes 1.05 times as long',
    });
    const [sizes] = settings(withEngine({ cudagraphCaptureSizes: [1, 2, 4, 8, 128, 256] }));
    expect(sizes.value).toBeCloseTo(17.952 * (1 - 6 / 51), 9);
    expect(sizes.formula).toContain('batches above 256 run without graphs');
  });

  test('is proposed where none is used', () => {
    expect(settings(chat())).toMatchObject([
      {
        quantity: '/coldStart/settings/enforceEager',
        value: 66.002,
        formula:
          'would save compile 33 + graphs 18 + warmup 15; an empty step takes 1.3 times as long',
      },
    ]);
  });

  test('shortens the start of the plan by what it says', () => {
    const saved = chat().coldStart.seconds - withEngine({ enforceEager: true }).coldStart.seconds;
    expect(saved).toBeCloseTo(66.002, 9);
  });

  test('without graphs makes the step longer, and a replica serve less', () => {
    const [usual, eager, pieces] = [
      chat(),
      withEngine({ enforceEager: true }),
      withEngine({ optimizationLevel: 1 }),
    ];
    const over = ({ speed }: typeof usual): number => speed.baseStepMs / usual.speed.baseStepMs;
    // 30 and 5 % of an empty step, and the base of the law is a little less than that.
    expect(over(eager)).toBeGreaterThan(1.3);
    expect(over(eager)).toBeLessThan(1.4);
    expect((over(pieces) - 1) / (over(eager) - 1)).toBeCloseTo(0.05 / 0.3, 1);
    expect(must(eager.replica).maxRequestsPerSecond).toBeLessThan(
      must(usual.replica).maxRequestsPerSecond,
    );
    expect(withEngine({ optimizationLevel: 0 }).speed).toEqual(eager.speed);
    expect(eager.memory.cudaGraphGiBPerGpu).toBe(0);
  });

  test('without graphs is in a prediction as in the law', () => {
    const operatingPoint = { concurrency: 8, inputTokens: 500, outputTokens: 300 };
    const at = (engine: EngineRequest) =>
      must(chat({ engine, operatingPoint }).speed.prediction).timePerOutputTokenMs;
    expect(at({ enforceEager: true })).toBeGreaterThan(1.2 * at({}));
  });
});

describe('captured sizes below the batch', () => {
  const warning = (engine: EngineRequest) =>
    withEngine(engine).warnings.find(({ code }) => code === 'batch-beyond-graphs');

  test('are a warning, which is gone with the size that it names', () => {
    const found = must(warning({ cudagraphCaptureSizes: [1, 8, 64] }));
    expect(found.message).toContain('graphs are captured up to 64');
    const [, size] = must(/add (\d+)/.exec(found.fix) ?? undefined);
    expect(warning({ cudagraphCaptureSizes: [1, 8, 64, Number(size)] })).toBeUndefined();
  });

  test('are not looked for where the list is the engine’s', () => {
    expect(warning({})).toBeUndefined();
  });
});

test.each([
  [{ enforceEager: true, optimizationLevel: 1 }, '/engine/optimizationLevel'],
  [{ enforceEager: true, cudagraphCaptureSizes: [1] }, '/engine/cudagraphCaptureSizes'],
  [{ optimizationLevel: 0, cudagraphCaptureSizes: [1] }, '/engine/cudagraphCaptureSizes'],
  [{ optimizationLevel: 1, version: '0.11.2' }, '/engine/optimizationLevel'],
  [{ optimizationLevel: 4 }, '/engine/optimizationLevel'],
  [{ cudagraphCaptureSizes: [] }, '/engine/cudagraphCaptureSizes'],
  [{ cudagraphCaptureSizes: [8, 8] }, '/engine/cudagraphCaptureSizes'],
  [{ cudagraphCaptureSizes: [0] }, '/engine/cudagraphCaptureSizes/0'],
  [{ schedulingPolicy: 'lifo' }, '/engine/schedulingPolicy'],
  [{ lora: { maxRank: 24 } }, '/engine/lora/maxRank'],
  [{ lora: { maxLoras: 4, maxCpuLoras: 2 } }, '/engine/lora/maxCpuLoras'],
])('%j is refused at %s', (engine, path) => {
  expect(refusals({ model: 'Qwen/Qwen3-8B', accelerator: 'L4', engine })).toMatchObject([{ path }]);
});

test('eager mode and level 0 may be said twice', () => {
  const engine = { enforceEager: true, optimizationLevel: 0 };
  expect(refusals({ model: 'Qwen/Qwen3-8B', accelerator: 'L4', engine })).toEqual([]);
});

test('fewer captured sizes never lengthen the start', () => {
  const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(plausible, sizes, fc.integer({ min: 1, max: 60 }), (request, all, keep) => {
      const seconds = (cudagraphCaptureSizes: number[]) =>
        stage(planFor({ ...request, engine: { cudagraphCaptureSizes } }), 'graphs');
      expect(seconds(all.slice(0, keep))).toBeLessThanOrEqual(seconds(all));
    }),
    { numRuns: 20 },
  );
});

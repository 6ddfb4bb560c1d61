import * as fc from 'fast-check';
import type { PlanAnswer } from '../../src/capacity/answer';
import type { PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must, plausible } from './requests';

const runs = { numRuns: 40 };

/** What a fleet may not have less of under more load. */
const sizes = ({ fleet }: PlanAnswer): number[] => {
  if (!fleet) return [Infinity, Infinity, Infinity, Infinity, Infinity];
  const { replicasForObjectives, replicasForGrowth, minReplicas, maxReplicas, gpusAtPeak } = fleet;
  return [replicasForObjectives, replicasForGrowth, minReplicas, maxReplicas, gpusAtPeak];
};

/** The machine that a request gets: another one may be cheaper with more replicas of fewer GPUs. */
const machineOf = (request: PlanRequest) => ({ node: planFor(request).choice.node });

function expectNoneLess(more: PlanAnswer, less: PlanAnswer): void {
  const least = sizes(less);
  for (const [i, size] of sizes(more).entries()) expect(size).toBeGreaterThanOrEqual(least[i]);
}

test('more requests/s never need fewer replicas of one machine', () => {
  const ramp = fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(
      plausible,
      fc.double({ min: 1, max: 3, noNaN: true }),
      ramp,
      (request, times, grows) => {
        const node = machineOf(request);
        const at = (factor: number) =>
          planFor({
            ...request,
            ...node,
            traffic: {
              ...request.traffic,
              peakRequestsPerSecond: must(request.traffic.peakRequestsPerSecond) * factor,
              rampRequestsPerSecondPerMinute: grows,
            },
          });
        expectNoneLess(at(times), at(1));
      },
    ),
    runs,
  );
});

test.each(['timeToFirstTokenP95Ms', 'timePerOutputTokenP95Ms'] as const)(
  'a longer %s never needs more replicas of one machine',
  (objective) => {
    fc.assert(
      fc.property(plausible, fc.integer({ min: 0, max: 3000 }), (request, longer) => {
        const node = machineOf(request);
        const at = (more: number) => {
          const objectives = {
            ...request.objectives,
            [objective]: must(request.objectives[objective]) + more,
          };
          return planFor({ ...request, ...node, objectives });
        };
        expectNoneLess(at(0), at(longer));
      }),
      runs,
    );
  },
);

test('a GPU with more memory never holds fewer tokens', () => {
  const gib = fc.double({ min: 20, max: 200, noNaN: true });
  fc.assert(
    fc.property(plausible, gib, gib, ({ model, parallelism }, one, two) => {
      const tokens = (memoryGiB: number) => {
        const own = {
          name: 'own',
          architecture: 'hopper',
          memoryGiB,
          memoryBandwidthGBps: 3350,
          denseTflops: { bf16: 989 },
        };
        const engine = { maxModelLen: 8192, maxNumSeqs: 256, maxNumBatchedTokens: 8192 };
        return planFor({ model, parallelism, accelerator: own, engine }).memory.kvCacheTokens;
      };
      expect(tokens(Math.max(one, two))).toBeGreaterThanOrEqual(tokens(Math.min(one, two)));
    }),
    runs,
  );
});

test('tokens times their bytes are the pool, to within a block, where every layer keeps all tokens', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 1, max: 60 }),
      (gib, thousands) => {
        const engine = { maxModelLen: thousands * 1024 };
        const { memory } = chat({ engine, measured: { kvCacheGiBPerGpu: gib } });
        const pool = memory.kvCacheGiBPerGpu * 2 ** 30;
        const held = memory.kvCacheTokens * memory.kvBytesPerTokenPerGpu;
        expect(held).toBeLessThanOrEqual(pool);
        expect(pool - held).toBeLessThan(memory.blockSize * memory.kvBytesPerTokenPerGpu);
      },
    ),
    runs,
  );
});

describe('of every plausible request', () => {
  test('every number in the answer is finite', () => {
    const numbers = (value: unknown, path: string): string[] => {
      if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([key, part]) => numbers(part, `${path}/${key}`));
    };
    fc.assert(
      fc.property(plausible, (request) => {
        const plan = planFor(request);
        expect(numbers(plan, '')).toEqual([]);
        expect(JSON.stringify(plan)).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 60 },
    );
  });

  test('sizes, thresholds and waits agree with each other', () => {
    fc.assert(
      fc.property(plausible, (request) => {
        const plan = planFor(request);
        const { drain, probes, coldStart } = plan;
        expect(drain.graceSeconds).toBeGreaterThan(drain.propagationSeconds + drain.engineSeconds);
        expect(drain.workerGraceSeconds).toBeGreaterThanOrEqual(drain.graceSeconds);
        expect(probes.startupBudgetSeconds).toBeGreaterThanOrEqual(
          coldStart.inContainerP95ColdCacheSeconds,
        );
        if (!plan.fleet) return;
        const { minReplicas, maxReplicas, replicasLow, replicasHigh } = plan.fleet;
        expect(minReplicas).toBeLessThanOrEqual(maxReplicas);
        expect(replicasLow).toBeLessThanOrEqual(replicasHigh);
        const { threshold } = must(plan.scaling).signals[0];
        expect(Number.isInteger(threshold) && threshold >= 1).toBe(true);
        const { usdPerHourAtMin, usdPerHourMean, usdPerHourAtMax } = must(plan.cost);
        expect(usdPerHourAtMin).toBeLessThanOrEqual(usdPerHourMean);
        expect(usdPerHourMean).toBeLessThanOrEqual(usdPerHourAtMax);
      }),
      { numRuns: 60 },
    );
  });
});

test('cost grows with replicas', () => {
  const cost = (value: number) =>
    must(chat({ pins: [{ quantity: '/fleet/minReplicas', value, because: 'test' }] }).cost);
  const costs = [3, 5, 9, 20].map(cost);
  for (const key of ['usdPerHourAtMin', 'usdPerHourMean', 'usdPerHourAtMax'] as const) {
    const values = costs.map((each) => each[key]);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values[3]).toBeGreaterThan(values[0]);
  }
});

test('the same request gives the same plan, and asking leaves the request as it was', () => {
  const before = structuredClone(chat70b);
  expect(planFor(chat70b)).toEqual(planFor(chat70b));
  expect(chat70b).toEqual(before);
});

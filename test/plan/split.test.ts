import { planFor } from '../../src/plan/plan-for';
import { chat, chat70b, must } from './requests';

const split = (change: Parameters<typeof chat>[0]) => must(chat(change).split);
const longPrompts = {
  traffic: { peakRequestsPerSecond: 400, inputTokens: 4000, outputTokens: 200 },
  objectives: { timeToFirstTokenP95Ms: 3000, timePerOutputTokenP95Ms: 16 },
};

describe('pools of their own for prompts and answers', () => {
  test('help a large service whose long prompts lengthen the steps of tight answers', () => {
    const plan = chat(longPrompts);
    const pools = must(plan.split);
    const together = must(plan.fleet).replicasForObjectives + must(plan.fleet).spareReplicas;
    expect(pools.helps).toBe(true);
    expect(pools.prefillReplicas + pools.decodeReplicas).toBeLessThan(together);
    expect(pools.gpus).toBe((pools.prefillReplicas + pools.decodeReplicas) * 8);
    expect(pools.because).toContain(`against ${together} replicas for both`);
  });

  test('do not help a small one, which would pay for the spares of both', () => {
    const traffic = { ...longPrompts.traffic, peakRequestsPerSecond: 2 };
    expect(split({ ...longPrompts, traffic })).toMatchObject({
      helps: false,
      prefillReplicas: 2,
      decodeReplicas: 2,
    });
  });

  test('read prompts faster than a replica that also answers, and answer faster too', () => {
    const both = must(chat(longPrompts).replica).maxRequestsPerSecond;
    const { prefillRequestsPerSecond, decodeRequestsPerSecond } = split(longPrompts);
    expect(prefillRequestsPerSecond).toBeGreaterThan(both);
    expect(decodeRequestsPerSecond).toBeGreaterThan(both);
  });

  test('hand the cache of a prompt over at the share of a GPU in the fabric', () => {
    const { transferMs } = split(longPrompts);
    // 80 layers of one head of 128, keys and values in bf16; 3,200 Gbit/s for eight GPUs.
    const bytes = 80 * 128 * 2 * 2 * 4000;
    expect(transferMs).toBeCloseTo((bytes / (3200e9 / 8 / 8)) * 1000, 6);
  });

  test('are out of reach where the network takes the time that the first token has', () => {
    const node = { name: 'rack', gpus: 8, cpu: 192, memoryGiB: 2000, diskGiB: 4000 };
    const slow = split({ ...longPrompts, node: { ...node, fabricGbps: 1 } });
    expect(slow).toMatchObject({ helps: false, prefillReplicas: 0, gpus: 0 });
    expect(slow.because).toMatch(/no prompt is read within 3000 ms$/);
  });

  test('are not considered without a fleet, nor where the rate was measured', () => {
    const { traffic: _, ...quiet } = chat70b;
    expect(planFor(quiet).split).toBeUndefined();
    expect(chat({ measured: { maxRequestsPerSecond: 12 } }).split).toBeUndefined();
  });
});

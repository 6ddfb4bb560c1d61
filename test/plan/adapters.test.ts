import * as fc from 'fast-check';
import type { LoraRequest, PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { chat, must, plausible } from './requests';

const llama8b = (lora?: LoraRequest, change: Partial<PlanRequest> = {}) =>
  planFor({
    model: 'meta-llama/Llama-3.1-8B-Instruct',
    accelerator: 'H100-SXM',
    parallelism: { tensor: 1 },
    traffic: { peakRequestsPerSecond: 10 },
    engine: { lora },
    ...change,
  });

const MIB = 1 / 1024;

describe('adapters', () => {
  test('of rank 16 on every linear layer of Llama 8B take 80 MiB a slot: 41,943,040 parameters', () => {
    const one = must(llama8b({}).memory.loraGiBPerGpu);
    expect(one).toBeCloseTo((41_943_040 * 2) / 2 ** 30, 9);
    expect(one).toBeCloseTo(80 * MIB, 9);
    expect(llama8b({ maxLoras: 4, maxRank: 64 }).memory.loraGiBPerGpu).toBeCloseTo(16 * one, 9);
  });

  test('come out of the KV cache, and the formula says so', () => {
    const [with4, without] = [llama8b({ maxLoras: 4, maxRank: 64 }), llama8b()];
    expect(without.memory.kvCacheGiBPerGpu - with4.memory.kvCacheGiBPerGpu).toBeCloseTo(1.25, 9);
    expect(without.memory).not.toHaveProperty('loraGiBPerGpu', expect.anything());
    const formula = (quantity: string) =>
      with4.evidence.find((entry) => entry.quantity === quantity)?.formula;
    expect(formula('/memory/kvCacheGiBPerGpu')).toMatch(/ − 1.25 adapters$/);
    expect(formula('/memory/loraGiBPerGpu')).toContain('4 × rank 64');
  });

  test('are divided by tensor parallelism on the side that the layer divides', () => {
    // Of 81,920 a layer and rank: q, k, v keep 3 × 4,096 of A, o 4,096 of B, gate and up 8,192 of
    // A, down 4,096 of B; the rest is halved.
    const kept = 7 * 4096;
    const two = must(llama8b({}, { parallelism: { tensor: 2 } }).memory.loraGiBPerGpu);
    expect(two).toBeCloseTo((32 * (kept + (81_920 - kept) / 2) * 16 * 2) / 2 ** 30, 9);
  });

  test('keep a key/value head on every GPU, however few heads there are', () => {
    const model = 'Qwen/Qwen3-30B-A3B';
    const engine = { version: '0.11.0', lora: {} };
    const eight = llama8b({}, { model, parallelism: { tensor: 8 }, engine });
    // q and o 2,048 + 4,096 / 8 each, k and v 2,048 + 128 each: 4 heads of 128 on 8 GPUs.
    const widths = 2 * 2560 + 2 * 2176;
    expect(eight.memory.loraGiBPerGpu).toBeCloseTo((48 * widths * 16 * 2) / 2 ** 30, 9);
  });

  test('are spread over the stages of a pipeline, and the fullest stage counts', () => {
    const whole = must(llama8b({}).memory.loraGiBPerGpu);
    const staged = must(llama8b({}, { parallelism: { pipeline: 2 } }).memory.loraGiBPerGpu);
    expect(staged).toBeCloseTo(whole / 2, 9);
  });

  test('have slots in every expert since 0.11.2, which no dense estimate sees', () => {
    const slots = (version: string) =>
      must(
        planFor({
          model: 'Qwen/Qwen3-30B-A3B',
          accelerator: 'H100-SXM',
          engine: { version, lora: {} },
        }).memory.loraGiBPerGpu,
      );
    const experts = (48 * 128 * 3 * (2048 + 768) * 16 * 2) / 2 ** 30;
    expect(slots('0.32.0') - slots('0.11.0')).toBeCloseTo(experts, 6);
    expect(experts).toBeGreaterThan(1.5);
  });

  test('of experts are sliced over data-parallel engines, those of attention are not', () => {
    const slots = (version: string) =>
      must(
        planFor({
          model: 'Qwen/Qwen3-30B-A3B',
          accelerator: 'H100-SXM',
          parallelism: { tensor: 1, data: 2 },
          engine: { version, lora: {} },
        }).memory.loraGiBPerGpu,
      );
    const experts = (48 * 128 * 3 * (2048 + 768 / 2) * 16 * 2) / 2 ** 30;
    expect(slots('0.32.0') - slots('0.11.0')).toBeCloseTo(experts, 9);
  });

  test('on the host are whole for every worker, whatever tensor parallelism divides', () => {
    const half = { parallelism: { tensor: 2 }, node: 'aws/p5.48xlarge' };
    const gib = (lora?: LoraRequest) => must(llama8b(lora, half).replica).memoryGiB;
    expect(gib({ maxCpuLoras: 100 }) - gib()).toBe(Math.ceil((2 * 100 * 80) / 1024));
  });

  test('on the host are in the memory of the pod, once a worker', () => {
    const gib = (lora?: LoraRequest) => must(llama8b(lora).replica).memoryGiB;
    expect(gib({ maxCpuLoras: 100 }) - gib()).toBe(Math.ceil((100 * 80) / 1024));
    expect(gib({}) - gib()).toBe(1);
  });

  test('are named to the engine with a slot each', () => {
    const modules = { sql: 'acme/sql-adapter', chat: 'acme/chat-adapter' };
    const args = llama8b({ modules }).choice.engineArguments;
    expect(args.slice(args.indexOf('--enable-lora'))).toEqual([
      '--enable-lora',
      '--max-loras=2',
      '--max-lora-rank=16',
      '--max-cpu-loras=2',
      '--lora-modules',
      'sql=acme/sql-adapter',
      'chat=acme/chat-adapter',
      expect.stringMatching(/^--shutdown-timeout=/),
    ]);
    expect(llama8b({}).choice.engineArguments).not.toContain('--lora-modules');
    expect(llama8b({ modules, maxLoras: 1 }).choice.engineArguments).toEqual(
      expect.arrayContaining(['--max-loras=1', '--max-cpu-loras=2']),
    );
  });

  test('are a warning, since their price a token is not computed', () => {
    const codes = (plan = llama8b({})) => plan.warnings.map(({ code }) => code);
    expect(codes()).toContain('adapters-not-in-speed');
    expect(codes(llama8b())).not.toContain('adapters-not-in-speed');
    expect(codes()).not.toContain('adapters-with-expert-parallel');
    const spread = chat({ parallelism: { tensor: 8, expert: true }, engine: { lora: {} } });
    expect(codes(spread)).toContain('adapters-with-expert-parallel');
  });

  test('more of them never enlarge the KV cache', () => {
    const count = fc.integer({ min: 1, max: 64 });
    const rank = fc.constantFrom(1, 8, 16, 32, 64, 128, 256, 320, 512);
    fc.assert(
      fc.property(plausible, count, count, rank, rank, (request, some, more, small, large) => {
        const cache = (maxLoras: number, maxRank: number) =>
          planFor({ ...request, engine: { lora: { maxLoras, maxRank } } }).memory.kvCacheGiBPerGpu;
        const less = cache(Math.min(some, more), Math.min(small, large));
        const most = cache(Math.max(some, more), Math.max(small, large));
        expect(most).toBeLessThanOrEqual(less);
      }),
      { numRuns: 20 },
    );
  });
});

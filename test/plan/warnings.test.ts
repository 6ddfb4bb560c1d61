import type { PlanRequest } from '../../src/capacity/request';
import { planFor } from '../../src/plan/plan-for';
import { InvalidInput } from '../../src/violations';
import { chat } from './requests';

const codes = (request: Parameters<typeof chat>[0]) =>
  chat(request).warnings.map(({ code }) => code);
const pin = (quantity: string, value: number) => ({ quantity, value, because: 'a test' });
const ramp = (rampRequestsPerSecondPerMinute: number) => ({
  traffic: {
    peakRequestsPerSecond: 100,
    inputTokens: 500,
    outputTokens: 300,
    rampRequestsPerSecondPerMinute,
  },
});
const floors = [{ start: '0 8 * * 1-5', end: '0 18 * * 1-5', timeZone: 'UTC', replicas: 11 }];

describe('a reviewer hears', () => {
  test.each<[string, Parameters<typeof chat>[0]]>([
    ['maximum-below-peak', { pins: [pin('/fleet/maxReplicas', 3)] }],
    ['growth-past-peak', ramp(60)],
    ['pin-below-need', { pins: [pin('/probes/startupBudgetSeconds', 5)] }],
    ['pin-outside-band', { pins: [pin('/replica/maxRequestsPerSecond', 50)] }],
    ['floor-in-dead-zone', { platform: { kubernetesVersion: '1.34' }, scaling: { floors } }],
    ['engine-version-assumed', { engine: { version: 'nightly 1acd67a7' } }],
    ['engine-not-measured', { engine: { version: '0.33.0' } }],
    ['image-cache-without-nodes', { caches: { image: true } }],
    ['weights-not-on-new-nodes', { caches: { weights: 'node-local' } }],
    ['loader-not-measured', { engine: { loadFormat: 'tensorizer' } }],
    ['fp8-weight-only', { accelerator: 'A100-80GB-SXM', quantization: 'fp8' }],
    ['fp4-weight-only', { quantization: 'nvfp4' }],
    ['fp8-cache-converted', { accelerator: 'A100-80GB-SXM', engine: { kvCacheDtype: 'fp8' } }],
    ['acceptance-assumed', { engine: { speculative: { method: 'eagle3', tokens: 3 } } }],
  ])('%s where it applies, and only there', (code, request) => {
    expect(codes(request)).toContain(code);
    expect(codes({})).not.toContain(code);
  });

  test('what a minimum or a floor beyond the load costs, unless the maximum is pinned to it', () => {
    const night = [{ start: '0 8 * * *', end: '0 18 * * *', timeZone: 'UTC', replicas: 400 }];
    const prices = { usdPerGpuHour: 2 };
    const { warnings, fleet, replica } = chat({ scaling: { floors: night }, prices });
    const told = warnings.filter(({ code }) => code === 'floor-above-peak');
    const most = chat({}).fleet?.maxReplicas ?? 0;
    const gpus = (400 - most) * (replica?.gpus ?? 0);
    expect(fleet?.maxReplicas).toBe(400);
    expect(told).toEqual([
      {
        code: 'floor-above-peak',
        path: '/scaling/floors/0',
        message: `400 replicas are kept, the peak and its growth take ${most}: the maximum is 400, and ${gpus} GPUs, ${2 * gpus} USD/h carry no load that was stated`,
        fix: `lower it to ${most}, or pin /fleet/maxReplicas to 400 where it is meant`,
      },
    ]);
    expect(codes({ pins: [pin('/fleet/minReplicas', 50)] })).toContain('floor-above-peak');
    const both = [pin('/fleet/minReplicas', 50), pin('/fleet/maxReplicas', 50)];
    expect(codes({ pins: both })).not.toContain('floor-above-peak');
    const lowered = { scaling: { floors: [{ ...night[0], replicas: most }] } };
    expect(codes(lowered)).not.toContain('floor-above-peak');
    const pinned = { scaling: { floors: night }, pins: [pin('/fleet/maxReplicas', 400)] };
    expect(codes(pinned)).not.toContain('floor-above-peak');
  });

  test('no warning of a floor where the HPA is exact', () => {
    expect(codes({ platform: { kubernetesVersion: '1.35' }, scaling: { floors } })).not.toContain(
      'floor-in-dead-zone',
    );
  });

  test('no warning of caches on nodes that stand ready', () => {
    const platform = { nodeAutoscaler: 'none' };
    const told = codes({ platform, caches: { image: true, weights: 'node-local' } });
    expect(told).not.toContain('image-cache-without-nodes');
    expect(told).not.toContain('weights-not-on-new-nodes');
  });

  test('no warning of a loader whose rate is stated', () => {
    const caches = { weights: 'shared-claim', weightsReadGBps: 9 } as const;
    expect(codes({ caches, engine: { loadFormat: 'tensorizer' } })).not.toContain(
      'loader-not-measured',
    );
  });

  test('of a context that the cache cuts without being asked, and not of a stated one', () => {
    const small = { model: 'Qwen/Qwen3-32B', accelerator: 'H100-SXM', parallelism: { tensor: 1 } };
    const of = (request: PlanRequest) => planFor(request).warnings.map(({ code }) => code);
    expect(of(small)).toContain('context-reduced');
    expect(of({ ...small, engine: { maxModelLen: 16384 } })).not.toContain('context-reduced');
  });

  test('of a fabric that nothing requests: the group is planned over TCP', () => {
    const group = {
      model: 'deepseek-ai/DeepSeek-R1',
      node: 'bare-metal/h100-8',
      parallelism: { tensor: 8, pipeline: 2 },
    };
    const warned = planFor(group).warnings.find(({ code }) => code === 'group-over-tcp');
    expect(warned?.message).toContain('over TCP at 100 Gbit/s');
    expect(warned?.fix).toContain('fabricResource');
  });
});

describe('a floor', () => {
  test('raises the maximum, or it would never be reached', () => {
    expect(chat({ scaling: { floors } }).fleet?.maxReplicas).toBe(11);
  });
});

describe('a provider without the accelerator', () => {
  test('is refused with those that have it, and no machine of another provider is taken', () => {
    const request = {
      model: 'Qwen/Qwen3-8B',
      accelerator: 'MI300X',
      platform: { provider: 'aws' },
    };
    expect(() => planFor(request)).toThrow(InvalidInput);
    expect(() => planFor(request)).toThrow('\'/platform/provider\' ("aws") must be one of azure');
  });
});

describe('a pool within the error of the budget', () => {
  test('loses to the next larger layout', () => {
    const { choice, memory } = planFor({
      model: 'moonshotai/Kimi-K2-Instruct',
      accelerator: 'H200-SXM',
      // Leaves 0.9 GiB on each of eight GPUs.
      engine: { gpuMemoryUtilization: 0.905 },
      traffic: { peakRequestsPerSecond: 5 },
    });
    expect(choice.tensor * choice.pipeline).toBe(16);
    expect(memory.kvCacheGiBPerGpu).toBeGreaterThan(1);
  });
});

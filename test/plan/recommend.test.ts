import * as fc from 'fast-check';
import type { PlanRequest } from '../../src/capacity/request';
import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { nodeRow } from '../../src/facts/node-rows';
import { planFor } from '../../src/plan/plan-for';
import { type Recommended, recommendFor } from '../../src/plan/recommend';
import { InvalidInput } from '../../src/violations';
import { must, plausible } from './requests';

const open = {
  name: 'chat',
  model: 'meta-llama/Llama-3.3-70B-Instruct',
  traffic: { peakRequestsPerSecond: 100, inputTokens: 500, outputTokens: 300 },
  objectives: { timeToFirstTokenP95Ms: 500, timePerOutputTokenP95Ms: 50 },
} satisfies PlanRequest;

const all = recommendFor(open);
const [first] = all;

const refusal = (request: unknown) => {
  try {
    recommendFor(request);
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
  return [];
};

const formatsOn = (request: PlanRequest) => [
  ...new Set(recommendFor(request).map(({ choice }) => choice.quantization)),
];

describe('the list', () => {
  test('has accelerators, nodes and formats of all makers, each once', () => {
    const keys = all.map(({ choice: { accelerator, node, quantization } }) =>
      [accelerator, node, quantization].join(),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(
      expect.arrayContaining([
        'H100-SXM,aws/p5.48xlarge,bf16',
        'H100-SXM,gcp/a3-highgpu-8g,fp8',
        'A100-80GB-SXM,azure/ND96amsr_A100_v4,int8',
        'B200,aws/p6-b200.48xlarge,nvfp4',
        'MI300X,bare-metal/mi300x-8,int4',
        'MI355X,bare-metal/mi355x-8,bf16',
      ]),
    );
  });

  test('holds plans that fit, those that keep the objectives before the others', () => {
    expect(all.every(({ memory }) => memory.fits)).toBe(true);
    const kept = all.map(({ fleet }) => fleet !== undefined);
    expect(kept.lastIndexOf(true)).toBeLessThan(kept.indexOf(false));
  });

  test('is in the order of the cost at the peak, without a price after all with one', () => {
    const costs = all
      .filter(({ fleet }) => fleet)
      .map(({ recommendation }) => recommendation.usdPerHourAtPeak ?? Number.POSITIVE_INFINITY);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(costs[0]).toBeLessThan(100);
    expect(costs.at(-1)).toBe(Number.POSITIVE_INFINITY);
    expect(all.map(({ recommendation }) => recommendation.rank)).toEqual(all.map((_, i) => i + 1));
  });

  test('is in the order of the cost of a replica without traffic', () => {
    const { traffic: _, objectives: __, ...quiet } = open;
    const roomy = recommendFor(quiet).filter(({ memory }) => memory.kvCacheGiBPerGpu > 1);
    const costs = roomy.map(
      ({ recommendation }) => recommendation.usdPerHourOfReplica ?? Number.POSITIVE_INFINITY,
    );
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(roomy.every(({ fleet }) => fleet === undefined)).toBe(true);
  });

  test('bills whole nodes where an autoscaler buys them, and GPUs elsewhere', () => {
    const billed = (node: string) =>
      must(all.find(({ choice }) => choice.node === node && choice.quantization === 'fp8'));
    const cloud = billed('aws/p5.48xlarge');
    const nodes = Math.ceil(must(cloud.fleet).gpusAtPeak / 8);
    expect(cloud.recommendation.usdPerHourAtPeak).toBeCloseTo(nodes * 55.04, 6);
    const own = billed('bare-metal/h100-8');
    expect(own.recommendation.usdPerHourAtPeak).toBeCloseTo(must(own.fleet).gpusAtPeak * 2.95, 6);
  });

  test('counts what is pinned, and the two replicas that always run', () => {
    const pins = [{ quantity: '/fleet/minReplicas', value: 30, because: 'contract' }];
    const gpu = { ...open, accelerator: 'H100-SXM' };
    for (const { fleet, replica, recommendation } of recommendFor({ ...gpu, pins })) {
      if (replica) expect(must(fleet).gpusAtPeak).toBeGreaterThanOrEqual(30 * replica.gpus);
      expect(recommendation.because).not.toContain(' 9 × ');
    }
    const traffic = { peakRequestsPerSecond: 0.1 };
    const tiny = recommendFor({ ...gpu, traffic, objectives: { spareReplicas: 0 } });
    const costs = tiny.flatMap(({ recommendation }) => recommendation.usdPerHourAtPeak ?? []);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    const own = must(tiny.find(({ choice }) => choice.node === 'bare-metal/h100-8'));
    expect(own.recommendation.usdPerHourAtPeak).toBeCloseTo(2 * must(own.replica).gpus * 2.95, 6);
  });

  test('never joins small machines where a large one is for sale', () => {
    for (const { choice, replica } of all) {
      const shape = nodeRow(choice.node);
      const siblings = all.filter(
        (other) =>
          other.choice.accelerator === choice.accelerator &&
          nodeRow(other.choice.node)?.provider === shape?.provider,
      );
      const largest = Math.max(...siblings.map((other) => nodeRow(other.choice.node)?.gpus ?? 8));
      if ((replica?.nodes ?? 1) > 1) expect(shape?.gpus ?? 8).toBe(largest);
    }
  });

  test('shares the experts of a mixture between engines where that is cheaper', () => {
    // Long answers: attention is not sliced, and each engine keeps a cache of its own.
    const traffic = { peakRequestsPerSecond: 40, inputTokens: 500, outputTokens: 2000 };
    const plans = recommendFor({ model: 'deepseek-ai/DeepSeek-V3', accelerator: 'B200', traffic });
    const shared = must(plans.find(({ choice }) => choice.data > 1));
    expect(shared.choice.expert).toBe(true);
    expect(shared.choice.engineArguments).toContain('--enable-expert-parallel');
    expect(all.every(({ choice }) => choice.data === 1)).toBe(true);
  });
});

describe('a plan of the list', () => {
  const plain = ({ rejected: _, recommendation: __, ...plan }: Recommended) => plan;

  test('is the plan of the request with what it says to state', () => {
    for (const plan of [first, all[1], all[20], all[all.length - 1]]) {
      const { rejected: _, ...stated } = planFor({ ...open, ...plan.recommendation.stated });
      expect(plain(plan)).toEqual(stated);
    }
  });

  test('is so for any traffic and objectives', () => {
    fc.assert(
      fc.property(plausible, ({ accelerator: _, parallelism: __, ...rest }) => {
        const platform = { ...rest.platform, provider: 'gcp' };
        const plans = recommendFor({ ...rest, platform });
        const plan = plans[Math.floor(plans.length / 2)];
        const { rejected: ___, ...stated } = planFor({
          ...rest,
          platform,
          ...plan.recommendation.stated,
        });
        expect(plain(plan)).toEqual(stated);
      }),
      { numRuns: 15 },
    );
  });

  test('keeps what was stated', () => {
    const parallelism = { tensor: 4 };
    const request = { ...open, accelerator: 'H100', quantization: 'fp8', parallelism };
    const plans = recommendFor(request);
    expect(plans.map(({ choice }) => choice.node)).toContain('gcp/a3-highgpu-8g');
    for (const { choice, recommendation } of plans) {
      expect(choice).toMatchObject({ accelerator: 'H100-SXM', quantization: 'fp8', tensor: 4 });
      expect(Object.keys(recommendation.stated)).toEqual(['node', 'parallelism']);
    }
    const [only, ...others] = recommendFor({ ...request, node: 'aws/p5.48xlarge' });
    expect([only.choice.node, others]).toEqual(['aws/p5.48xlarge', []]);
  });

  test('stays with one provider where it is stated', () => {
    const plans = recommendFor({ ...open, platform: { provider: 'azure' } });
    expect(new Set(plans.map(({ choice }) => choice.node.split('/')[0]))).toEqual(
      new Set(['azure']),
    );
  });

  test('of a Deployment is never spread over nodes', () => {
    const plans = recommendFor({ model: 'moonshotai/Kimi-K3', workload: 'deployment' });
    for (const { choice } of plans) {
      expect(choice.tensor * choice.pipeline).toBeLessThanOrEqual(nodeRow(choice.node)?.gpus ?? 8);
    }
    const request = { ...open, workload: 'deployment', parallelism: { tensor: 8, pipeline: 4 } };
    expect(refusal(request)).toMatchObject([{ path: '/parallelism' }]);
  });
});

describe('weights', () => {
  // Nobody's other format of it is in the catalogue.
  const small = { model: 'meta-llama/Llama-3.2-3B-Instruct' };

  test('come in what the GPU runs: the checkpoint, made of it at load, or made by somebody', () => {
    const on = (accelerator: string) => formatsOn({ ...small, accelerator }).sort();
    expect(on('L4')).toEqual(['bf16', 'fp8', 'int4']);
    expect(on('A10G')).toEqual(['bf16', 'fp8', 'int4', 'int8']);
    expect(on('B200')).toEqual(['bf16', 'fp8', 'int4', 'nvfp4']);
    expect(on('MI300X')).toEqual(['bf16', 'fp8', 'int4']);
    expect(formatsOn({ model: 'openai/gpt-oss-20b' })).toEqual(['mxfp4']);
  });

  test('in FP8 are made at load, in four bits another checkpoint', () => {
    const of = (format: string) =>
      must(
        recommendFor({ ...small, accelerator: 'L4' }).find(
          ({ choice }) => choice.quantization === format,
        ),
      );
    expect(of('fp8').choice.engineArguments).toContain('--quantization=fp8');
    expect(of('int4').choice.engineArguments.join()).not.toContain('--quantization');
    const codes = (format: string) => of(format).warnings.map(({ code }) => code);
    expect(codes('int4')).toContain('needs-checkpoint');
    expect(codes('fp8')).not.toContain('needs-checkpoint');
  });

  test('are a published checkpoint where the catalogue has one of this very model', () => {
    const models = (model: string) =>
      new Set(recommendFor({ model, accelerator: 'H100-SXM' }).map((plan) => plan.model));
    expect(models('Qwen/Qwen3-30B-A3B')).toEqual(
      new Set(['Qwen/Qwen3-30B-A3B', 'Qwen/Qwen3-30B-A3B-FP8', 'nvidia/Qwen3-30B-A3B-NVFP4']),
    );
    expect(models('Qwen/Qwen3-30B-A3B-Instruct-2507-FP8')).toEqual(
      new Set(['Qwen/Qwen3-30B-A3B-Instruct-2507', 'Qwen/Qwen3-30B-A3B-Instruct-2507-FP8']),
    );
  });

  test('that no engine runs on a GPU are told, and not listed', () => {
    const model = 'nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-NVFP4';
    const [plan] = recommendFor({ model });
    const lost = must(
      plan.rejected.find(
        ({ choice }) => choice.accelerator === 'MI300X' && choice.quantization === 'nvfp4',
      ),
    );
    expect(lost.because).toBe('vLLM does not run nvfp4 on MI300X');
  });
});

describe('the reason', () => {
  test('of the first compares it with the next', () => {
    expect(first.recommendation.because).toMatch(
      /^the cheapest of \d+ that fit: [\d.]+ USD\/h at the peak; the next, \S+ × \d on \S+, \w+: [\d.]+ USD\/h at the peak$/,
    );
  });

  test('of every other compares it with the first, in numbers', () => {
    for (const { recommendation, fleet } of all.slice(1)) {
      expect(recommendation.because).toMatch(
        fleet
          ? /^(no price of \S+ is known|[\d.]+ USD\/h at the peak against [\d.]+); \d+ × \d+ against \d+ × \d+ GPUs, as a replica carries [\d.]+ against [\d.]+ requests\/s \(\w+ binds\)$/
          : /^misses the objectives at any rate: a lone request takes \d+ ms|are within the error of the budget$/,
      );
    }
  });

  test('of everything else is in the first plan, with what does not fit', () => {
    const lost = (node: string, format: string) =>
      must(
        first.rejected.find(({ choice }) => choice.node === node && choice.quantization === format),
      );
    expect(lost('aws/g6.xlarge', 'bf16').because).toMatch(
      /^does not fit: [\d.]+ GiB a GPU are missing$/,
    );
    for (const { choice, recommendation } of all.slice(1)) {
      expect(lost(choice.node, choice.quantization).because).toBe(recommendation.because);
    }
  });

  test('that nothing fits is one answer with the smallest change', () => {
    const model = 'deepseek-ai/DeepSeek-V3';
    const [plan, ...others] = recommendFor({ model, node: 'aws/g6.xlarge' });
    expect(others).toEqual([]);
    expect(plan.memory).toMatchObject({ fits: false });
    expect(plan.memory.smallestChange).not.toBe('');
    expect(plan.recommendation.because).toMatch(/^the closest of all, yet does not fit: /);
  });
});

describe('twice the traffic', () => {
  const doubled = must(first.recommendation.doubled);
  const term = (quantity: string) => must(doubled.terms.find((each) => each.quantity === quantity));

  test('is what the plan of twice the traffic has, on the same layout', () => {
    const traffic = { ...open.traffic, peakRequestsPerSecond: 200 };
    const stated = { ...open, ...first.recommendation.stated };
    const once = planFor(stated);
    const twice = planFor({ ...stated, traffic });
    for (const { quantity, once: now, twice: then } of doubled.terms) {
      const [, section, name] = quantity.split('/');
      const of = (plan: object) => (plan as Record<string, Record<string, number>>)[section][name];
      expect([quantity, now, then]).toEqual([quantity, of(once), of(twice)]);
    }
  });

  test('is less than twice the GPUs: spares stay, and counts were rounded up', () => {
    const peak = term('/fleet/gpusAtPeak');
    expect(peak.twice).toBeLessThan(2 * peak.once);
    expect(term('/fleet/spareReplicas')).toMatchObject({ once: 1, twice: 1 });
    expect(term('/replica/maxRequestsPerSecond').twice).toBe(
      term('/replica/maxRequestsPerSecond').once,
    );
    const cost = term('/cost/usdPerMillionTokensBlended');
    expect(cost.twice).toBeLessThan(cost.once);
  });

  test('counts what a trace shows twice as well', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => 5 + hour);
    const history = {
      source: 'trace.csv',
      spanSeconds: 86_400 * 7,
      binSeconds: 60,
      peakRequestsPerSecond: 30,
      maxRequestsPerSecond: 32,
      meanRequestsPerSecond: 16,
      troughRequestsPerSecond: 5,
      growth: [{ minutes: 10, p95: 2, p99: 4 }],
      hours,
    };
    const [plan] = recommendFor({ ...open, traffic: { history }, accelerator: 'H100-SXM' });
    const min = must(
      must(plan.recommendation.doubled).terms.find(
        ({ quantity }) => quantity === '/fleet/minReplicas',
      ),
    );
    expect(min.twice).toBeGreaterThan(min.once);
    expect(min.twice).toBeLessThanOrEqual(2 * min.once);
  });

  test('is told by another choice where that is then cheaper', () => {
    const { cheapestAtTwice } = first.recommendation;
    const [then] = recommendFor({
      ...open,
      traffic: { ...open.traffic, peakRequestsPerSecond: 200 },
    });
    const { engineArguments: _, ...choice } = cheapestAtTwice ?? first.choice;
    expect(then.choice).toMatchObject(choice);
    expect(all.slice(1).every(({ recommendation }) => !recommendation.cheapestAtTwice)).toBe(true);
  });

  test('is left out without traffic', () => {
    const [plan] = recommendFor({ model: open.model, accelerator: 'H100-SXM' });
    expect(plan.recommendation.doubled).toBeUndefined();
  });
});

describe('a request', () => {
  test('with measurements of one machine needs that machine', () => {
    const measured = { kvCacheTokens: 300_000, checkpointGiB: 140 };
    const calibration = [
      { concurrency: 8, inputTokens: 500, outputTokens: 300, timePerOutputTokenMs: 12 },
    ];
    expect(refusal({ ...open, measured, calibration }).map(({ path }) => path)).toEqual([
      '/measured/kvCacheTokens',
      '/calibration',
    ]);
    const stated = { ...open, accelerator: 'H100-SXM', measured, calibration };
    expect(formatsOn(stated)).toEqual(['bf16']);
  });

  test('is refused with all that is wrong with it, as by plan', () => {
    const wrong = { ...open, trafic: 1, objectives: { timeToFirstTokenP95Ms: -1 } };
    const planned = () => planFor({ ...wrong, accelerator: 'H100-SXM' });
    expect(planned).toThrow(InvalidInput);
    expect(refusal(wrong).map(({ path }) => path)).toEqual([
      '/trafic',
      '/objectives/timeToFirstTokenP95Ms',
    ]);
    expect(refusal(7)).toMatchObject([{ path: '' }]);
    expect(refusal({ model: 'nope/none' })).toMatchObject([{ path: '/model' }]);
  });

  test('without accelerator is still none that plan takes', () => {
    expect(() => planFor(open)).toThrow(
      "'/accelerator' (missing) must be given, or implied by node: give an id such as H100-SXM",
    );
  });

  test('may describe its own GPU', () => {
    const accelerator = {
      name: 'Own',
      architecture: 'hopper',
      memoryGiB: 141,
      memoryBandwidthGBps: 4800,
      denseTflops: { bf16: 989, fp8: 1979 },
    };
    const [plan] = recommendFor({ ...open, accelerator, prices: { usdPerGpuHour: 3 } });
    expect(plan.choice.node).toBe('custom/Own-8');
    expect(acceleratorRow('Own')).toBeUndefined();
  });
});

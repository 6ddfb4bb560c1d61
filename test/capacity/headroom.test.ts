import * as fc from 'fast-check';
import { warmHeadroom } from '../../src/capacity/headroom';
import { chat, must, refusals } from '../plan/requests';

const inputs = {
  growth: 25,
  refillSeconds: 315,
  perReplica: 10,
  mostReplicas: 9,
  gpusPerReplica: 16,
  podsPerReplica: 2,
  usdPerGpuHour: 2,
};

test('holds room for the growth until a node is replaced: 25 / 10 requests/s are three replicas', () => {
  expect(warmHeadroom(inputs)).toEqual({
    replicas: 3,
    placeholderPods: 6,
    gpus: 48,
    refillSeconds: 315,
    usdPerHour: 96,
  });
});

test('holds at least one replica and never more than can be added', () => {
  expect(warmHeadroom({ ...inputs, growth: 0 }).replicas).toBe(1);
  expect(warmHeadroom({ ...inputs, mostReplicas: 2 }).replicas).toBe(2);
});

test('holds not one replica more for a rounding error', () => {
  expect(warmHeadroom({ ...inputs, growth: 30 + 1e-9 }).replicas).toBe(3);
});

test('grows with the growth and with the time a node takes', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e4, noNaN: true }), (growth) => {
      const less = warmHeadroom({ ...inputs, growth }).replicas;
      expect(warmHeadroom({ ...inputs, growth: growth * 2 }).replicas).toBeGreaterThanOrEqual(less);
    }),
  );
});

describe('a plan with a warm node', () => {
  const bought = chat();
  const warm = chat({ caches: { node: true } });
  const both = chat({ caches: { node: true, image: true } });
  const stage = (plan: typeof warm, name: string) =>
    must(plan.coldStart.stages.find((each) => each.name === name));

  test('saves the boot of the node, and the image only where that is cached too', () => {
    expect(stage(bought, 'node').seconds).toBe(75);
    expect(stage(warm, 'node')).toEqual({ name: 'node', seconds: 0, cached: true });
    expect(stage(warm, 'image')).toMatchObject({ seconds: 240, cached: false });
    expect(stage(both, 'image')).toEqual({ name: 'image', seconds: 0, cached: true });
  });

  test('leaves what happens inside the container as long as it was', () => {
    expect(both.coldStart.inContainerSeconds).toBe(bought.coldStart.inContainerSeconds);
    expect(both.probes).toEqual(bought.probes);
  });

  test('prices the room, and counts the pull of an image into the time to replace a node', () => {
    const headroom = must(both.headroom);
    expect(headroom).toMatchObject({ replicas: 1, placeholderPods: 1, gpus: 8 });
    expect(headroom.refillSeconds).toBe(75 + 240);
    expect(must(warm.headroom).refillSeconds).toBe(75);
    expect(headroom.usdPerHour).toBeCloseTo(8 * 6.88, 5);
    const { source } = must(
      both.evidence.find(({ quantity }) => quantity === '/headroom/replicas'),
    );
    expect(source).toContain('a warm node is not a warm replica');
  });

  test('follows the growth that is stated', () => {
    const traffic = {
      peakRequestsPerSecond: 100,
      inputTokens: 500,
      outputTokens: 300,
      rampRequestsPerSecondPerMinute: 8,
    };
    const steep = chat({ traffic, caches: { node: true, image: true } });
    expect(must(steep.headroom).replicas).toBe(3);
  });

  test('has none where no replica is ever added, and says so', () => {
    const pins = ['/fleet/minReplicas', '/fleet/maxReplicas'].map((quantity) => ({
      quantity,
      value: 8,
      because: 'fixed',
    }));
    const fixed = chat({ caches: { node: true }, pins });
    expect(fixed.headroom).toBeUndefined();
    expect(fixed.warnings.map(({ code }) => code)).toContain('headroom-without-growth');
  });

  test('is refused where nobody buys nodes', () => {
    const request = {
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      accelerator: 'H100-SXM',
      caches: { node: true },
      platform: { nodeAutoscaler: 'none' },
    };
    expect(refusals(request).map(({ path }) => path)).toEqual(['/caches/node']);
    expect(refusals({ ...request, caches: {} })).toEqual([]);
    // Nobody buys nodes in a rack of one's own either, unless it is stated.
    const rack = { ...request, platform: { provider: 'bare-metal' } };
    expect(refusals(rack).map(({ path }) => path)).toEqual(['/caches/node']);
    const karpenter = { provider: 'bare-metal', nodeAutoscaler: 'karpenter' };
    expect(refusals({ ...request, platform: karpenter })).toEqual([]);
  });
});

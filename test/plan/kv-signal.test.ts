import { planFor } from '../../src/plan/plan-for';

/** Cap and threshold of the trigger on the cache, in a fleet that grows by less than a tenth. */
function ratioOn(kubernetesVersion: string): number {
  const { scaling } = planFor({
    model: 'Qwen/Qwen3-8B',
    accelerator: 'L4',
    traffic: {
      peakRequestsPerSecond: 400,
      rampRequestsPerSecondPerMinute: 1,
      inputTokens: 500,
      outputTokens: 100,
    },
    platform: { kubernetesVersion },
    scaling: { signals: ['kv-usage'] },
  });
  const signal = scaling?.signals.find(({ name }) => name === 'kv-usage');
  const [, cap] = /\}\), ([\d.]+)\)/.exec(signal?.query ?? '') ?? [];
  return Number(cap) / (signal?.threshold ?? 0);
}

test('a cap within the tolerance of the autoscaler would never fire', () => {
  expect(ratioOn('1.34')).toBeGreaterThan(1.1);
  expect(ratioOn('1.34')).toBeLessThan(1.13);
});

test('where the tolerance is set to 0 the growth of the plan is the cap', () => {
  expect(ratioOn('1.35')).toBeGreaterThan(1);
  expect(ratioOn('1.35')).toBeLessThan(1.1);
});

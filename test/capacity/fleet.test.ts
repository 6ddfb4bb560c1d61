import { fleetCost, gpuPrice } from '../../src/capacity/cost';
import { type FleetInputs, fleetSizes } from '../../src/capacity/fleet';
import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { nodeRow } from '../../src/facts/node-rows';
import { chat, must } from '../plan/requests';

const inputs: FleetInputs = {
  peak: 100,
  trough: 20,
  growth: 0,
  growthKind: 'assumed',
  perReplica: 20,
  perReplicaInBurst: 30,
  spareReplicas: 1,
};
const sizes = (change: Partial<FleetInputs> = {}) => fleetSizes({ ...inputs, ...change });

describe('replicas', () => {
  test('are the peak over the rate of one, and neither a percentage nor a utilization on top', () => {
    expect(sizes().replicasForObjectives).toBe(5);
    expect(sizes().replicasAtPeak).toBe(6);
    expect(sizes({ peak: 100.1 }).replicasForObjectives).toBe(6);
  });

  test('are not one more for a rounding error', () => {
    expect(sizes({ peak: 100 + 1e-9 }).replicasForObjectives).toBe(5);
  });

  test('at the least serve the quietest hour with its growth, and spare one', () => {
    expect(sizes().minReplicas).toBe(2);
    // 20 requests/s and 60 more while a replica starts, at 30 in a burst.
    expect(sizes({ growth: 60 }).minReplicas).toBe(4);
  });

  test('at the most are what stands at the peak and one start of growth', () => {
    // 30 of growth take two replicas, and lead to 20 × 0.7 requests/s where the next is due.
    const grown = sizes({ growth: 30, growthKind: 'stated' });
    expect(grown.scaleRate).toBeCloseTo(14, 9);
    // 100 / 14 rest at eight.
    expect(grown.replicasAtPeak).toBe(8);
    expect(grown.maxReplicas).toBe(10);
    expect(grown.growthReplicas).toBe(2);
  });

  test('of a peak that a stated ramp may pass are sized for the growth, up to twice the peak', () => {
    expect(sizes({ growth: 120, growthKind: 'assumed' }).replicasForGrowth).toBe(4);
    expect(sizes({ growth: 120, growthKind: 'stated' }).replicasForGrowth).toBe(7);
    expect(sizes({ growth: 1200, growthKind: 'stated' }).replicasForGrowth).toBe(7);
    expect(sizes({ growth: 1200, growthKind: 'stated' }).minReplicas).toBe(8);
  });

  test('lead what a trace shows, and do not pass the peak that it contains', () => {
    const measured = sizes({ growth: 30, growthKind: 'measured' });
    const stated = sizes({ growth: 30, growthKind: 'stated' });
    expect(measured.scaleRate).toBeCloseTo(14, 9);
    expect([measured.rateWithGrowth, stated.rateWithGrowth]).toEqual([100, 130]);
    // The quietest hour and its growth stay below the peak in any case.
    expect(measured.minReplicas).toBe(3);
    expect(sizes({ growth: 300, growthKind: 'measured' }).minReplicas).toBe(5);
  });

  test('are asked for at half their rate at the earliest, however steep the ramp', () => {
    expect(sizes({ growth: 6000, growthKind: 'stated', spareReplicas: 0 }).scaleRate).toBe(10);
  });

  test('are at least one, for any trickle', () => {
    const trickle = sizes({ peak: 0.001, trough: 0.0001, spareReplicas: 0 });
    expect([trickle.replicasAtPeak, trickle.minReplicas, trickle.growthReplicas]).toEqual([
      1, 1, 1,
    ]);
  });
});

describe('cost', () => {
  const cost = fleetCost({
    usdPerGpuHour: 3,
    gpusPerReplica: 8,
    minReplicas: 3,
    meanReplicas: 4,
    maxReplicas: 9,
    meanRequestsPerSecond: 40,
    maxRequestsPerSecond: 20,
    inputTokens: 500,
    outputTokens: 300,
    prefillShare: 0.25,
  });

  test('is the GPUs of the replicas for the hours they run', () => {
    expect([cost.usdPerHourAtMin, cost.usdPerHourMean, cost.usdPerHourAtMax]).toEqual([
      72, 96, 216,
    ]);
    expect(cost.usdPerMonthMean).toBe(96 * 730);
  });

  test('is idle where the replicas could serve more than the mean', () => {
    expect(cost.idleShare).toBe(0.5);
  });

  test('of a token divides what is paid by what prompts and answers take', () => {
    const millionsIn = (40 * 3600 * 500) / 1e6;
    const millionsOut = (40 * 3600 * 300) / 1e6;
    expect(cost.usdPerMillionInputTokens).toBeCloseTo(24 / millionsIn, 9);
    expect(cost.usdPerMillionOutputTokens).toBeCloseTo(72 / millionsOut, 9);
    expect(cost.usdPerMillionTokensBlended).toBeCloseTo(96 / (millionsIn + millionsOut), 9);
  });
});

describe('the price of a GPU', () => {
  const h100 = must(acceleratorRow('H100-SXM'));
  const node = must(nodeRow('aws/p5.48xlarge'));

  test('is the stated one, else that of the node, else the first that is published', () => {
    const stated = gpuPrice({ usdPerGpuHour: 2.95, source: 'contract' }, node, h100);
    expect(stated).toEqual({ usdPerGpuHour: 2.95, source: 'contract', kind: 'stated' });
    expect(gpuPrice({}, node, h100)?.usdPerGpuHour).toBe(must(node.usdPerHour) / 8);
    const bare = { ...node, usdPerHour: undefined };
    expect(gpuPrice(undefined, bare, h100)).toMatchObject({
      usdPerGpuHour: h100.prices[0].usdPerGpuHour,
      kind: 'assumed',
    });
    expect(gpuPrice(undefined, bare, { ...h100, prices: [] })).toBeUndefined();
  });

  test('that nobody published names its source and is not called stated', () => {
    expect(gpuPrice({}, node, h100)?.kind).toBe('published');
    expect(gpuPrice({}, node, h100)?.source).toContain('aws/p5.48xlarge');
  });
});

test('what is pinned to run runs at the peak too', () => {
  const pin = (quantity: string, value: number) => ({ quantity, value, because: 'contract' });
  const { fleet } = chat({ pins: [pin('/fleet/minReplicas', 9), pin('/fleet/maxReplicas', 9)] });
  expect(fleet).toMatchObject({ gpusAtMin: 72, gpusAtPeak: 72, gpusAtMax: 72 });
});

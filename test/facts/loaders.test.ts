import {
  engineStartRows,
  readGBps,
  stageBand,
  stageTimes,
  weightRate,
  weightRates,
} from '../../src/facts/loaders';

test('each place of weights has a usual loader', () => {
  const usual = ['none', 'shared-claim', 'node-local', 'object-store', 'image'].map(
    (weights) => weightRate(weights)?.loader,
  );
  expect(usual).toEqual([
    'safetensors',
    'safetensors',
    'safetensors',
    'runai_streamer',
    'safetensors',
  ]);
});

test('a named loader is looked up in its place', () => {
  expect(weightRate('shared-claim', 'instanttensor')?.oneGpuGBps).toBe(34.5);
  expect(weightRate('shared-claim', 'tensorizer')).toBeUndefined();
});

test('the rate grows straight from one GPU to eight and no further', () => {
  const rate = { ...weightRates[0], oneGpuGBps: 1, eightGpuGBps: 8 };
  expect([1, 2, 4, 8, 16].map((gpus) => readGBps(rate, gpus))).toEqual([1, 2, 4, 8, 8]);
});

test('a p95 is never below the usual time', () => {
  const factors = [...weightRates, ...Object.values(stageTimes), ...engineStartRows].map(
    ({ p95Factor }) => p95Factor,
  );
  expect(Math.min(...factors)).toBe(1);
});

test('a warm cache is faster than a cold one', () => {
  for (const { seconds, cachedSeconds = seconds } of engineStartRows) {
    expect(cachedSeconds).toBeLessThanOrEqual(seconds);
  }
  expect(stageTimes['image/cached'].seconds).toBe(0);
});

test('a node takes one minute with Karpenter and five with cluster-autoscaler', () => {
  expect(stageTimes['node/karpenter'].seconds).toBe(75);
  expect(stageTimes['node/cluster-autoscaler'].seconds).toBe(330);
});

test('a band holds four starts in five of a spread whose 95th percentile is known', () => {
  const { low, high } = stageBand({ ...stageTimes.bootstrap, seconds: 10, p95Factor: 2 });
  expect(high).toBeCloseTo(17.16, 2);
  expect(low).toBeCloseTo(5.83, 2);
});

test('a release counts every part of a start once for each thing that drives it', () => {
  const spans = engineStartRows.map(({ part, per, since, until }) => ({ part, per, since, until }));
  for (const { part, per } of spans) {
    const same = spans.filter((row) => row.part === part && row.per === per);
    same.slice(0, -1).forEach(({ until }, i) => {
      expect(until).toBe(same[i + 1].since);
    });
  }
});

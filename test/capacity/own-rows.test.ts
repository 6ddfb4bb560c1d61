import { ownAccelerator } from '../../src/capacity/own-rows';
import { planFor } from '../../src/plan/plan-for';

const own = {
  name: 'X',
  architecture: 'hopper',
  memoryGiB: 79,
  memoryBandwidthGBps: 3350,
  denseTflops: { bf16: 989 },
};

test('a GPU without any stated link has the PCIe of its architecture', () => {
  expect(ownAccelerator(own).pcieGBps).toBe(64);
  expect(ownAccelerator({ ...own, architecture: 'ada' }).pcieGBps).toBe(32);
  expect(ownAccelerator({ ...own, pcieGBps: 16 }).pcieGBps).toBe(16);
  expect(ownAccelerator({ ...own, interconnectGBps: 450 }).pcieGBps).toBeUndefined();
});

test('ranks of one machine meet over that PCIe as if it were stated', () => {
  const step = (link: object) =>
    planFor({
      model: 'meta-llama/Llama-3.3-70B-Instruct',
      accelerator: { ...own, ...link },
      parallelism: { tensor: 4 },
      operatingPoint: { concurrency: 32, inputTokens: 1000, outputTokens: 300 },
    }).speed;
  expect(step({})).toEqual(step({ pcieGBps: 64 }));
});

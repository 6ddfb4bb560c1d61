import { gpuPrice } from '../../src/capacity/cost';
import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { nodeRow } from '../../src/facts/node-rows';
import { must } from '../plan/requests';

const priceOf = (node: string, usdPerGpuHour?: number) => {
  const row = must(nodeRow(node));
  const price = gpuPrice({ usdPerGpuHour }, row, must(acceleratorRow(row.accelerator)));
  return price && [price.usdPerGpuHour, price.kind];
};

describe('the price of a GPU', () => {
  test('is what the request states', () => {
    expect(priceOf('aws/p5.48xlarge', 2.5)).toEqual([2.5, 'stated']);
  });

  test('is its part of the machine, where that has a price', () => {
    expect(priceOf('aws/p5.48xlarge')).toEqual([6.88, 'published']);
  });

  test('is that of another machine in the same cloud', () => {
    expect(priceOf('gcp/a3-megagpu-8g')).toEqual([4.23, 'assumed']);
    expect(priceOf('aws/g6.12xlarge')).toEqual([0.8048, 'assumed']);
  });

  test('is for machines elsewhere what those ask who are no cloud', () => {
    expect(priceOf('bare-metal/h100-8')).toEqual([2.95, 'assumed']);
    expect(priceOf('bare-metal/a100-8')).toEqual([1.79, 'assumed']);
  });

  test('is that of any machine before none', () => {
    expect(priceOf('azure/ND96isr_H100_v5')).toEqual([6.88, 'assumed']);
    expect(priceOf('bare-metal/mi355x-8')).toBeUndefined();
  });
});

import { Accelerator, NodeShape } from '../../src';

const own = {
  name: 'rack-7',
  gpus: 4,
  cpu: 96,
  memoryGiB: 1024,
  diskGiB: 4000,
  fabric: 'roce',
  fabricGbps: 800,
  fabricResource: 'rdma/roce',
  fabricResourceCount: 2,
};

describe('NodeShape.of', () => {
  test('is a row of the catalogue by its id', () => {
    const node = NodeShape.of('aws/p5.48xlarge');
    expect([node.id, node.gpus, node.usdPerHour]).toEqual(['aws/p5.48xlarge', 8, 55.04]);
    expect(node._toRequest()).toBe('aws/p5.48xlarge');
  });

  test('refuses an unknown id with the nearest ones, the first of which is accepted', () => {
    expect(() => NodeShape.of('aws/p5.48xl')).toThrow("did you mean 'aws/p5.48xlarge'?");
  });
});

describe('NodeShape.custom', () => {
  test('is a description in the words of the plan request', () => {
    const node = NodeShape.custom({ ...own, accelerator: Accelerator.L40S, usdPerHour: 9 });
    expect(node._toRequest()).toEqual({ ...own, usdPerHour: 9 });
    expect(node._fabric()).toEqual({ kind: 'roce', resource: 'rdma/roce', resourceCount: 2 });
  });

  test('carries the accelerator it names, or any if it names none', () => {
    const carries = (accelerator?: Accelerator) =>
      NodeShape.custom({ ...own, accelerator })._carries('H100-SXM');
    expect([carries(), carries(Accelerator.H100_SXM), carries(Accelerator.L4)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('priced', () => {
  test('keeps everything but the price of a catalogue machine', () => {
    const listed = NodeShape.of('aws/p5.48xlarge');
    const priced = listed.priced(30);
    expect([priced.id, priced.gpus, priced.usdPerHour]).toEqual(['aws/p5.48xlarge', 8, 30]);
    expect(priced._fabric()).toMatchObject(listed._fabric());
    expect(priced._accelerator()).toEqual(listed._accelerator());
    expect(listed.usdPerHour).toBe(55.04);
  });

  test('keeps everything but the price of your own', () => {
    const node = NodeShape.custom({ ...own, accelerator: Accelerator.L4, usdPerHour: 9 });
    expect(node.priced(7)._toRequest()).toEqual({ ...own, usdPerHour: 7 });
    expect(node.priced(7)._accelerator()).toBe(Accelerator.L4);
  });
});

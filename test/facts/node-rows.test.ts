import { acceleratorRow } from '../../src/facts/accelerator-rows';
import { nodeRow, nodeRows, referenceNodesFor } from '../../src/facts/node-rows';

test('a node id is its provider and its instance type, which Azure labels with a prefix', () => {
  for (const { id, provider, instanceType } of nodeRows) {
    expect(`${provider}/${instanceType}`.replace('/Standard_', '/')).toBe(id);
    expect(instanceType.startsWith('Standard_')).toBe(provider === 'azure');
  }
  expect(new Set(nodeRows.map(({ id }) => id)).size).toBe(nodeRows.length);
});

test('every node carries an accelerator of the catalogue', () => {
  const unknown = nodeRows.filter(({ accelerator }) => !acceleratorRow(accelerator));
  expect(unknown).toEqual([]);
});

test('p5.48xlarge has eight H100 and 32 EFA adapters', () => {
  expect(nodeRow('aws/p5.48xlarge')).toMatchObject({
    accelerator: 'H100-SXM',
    gpus: 8,
    cpu: 192,
    memoryGiB: 2048,
    fabric: { kind: 'efa', gbps: 3200, resource: 'vpc.amazonaws.com/efa', resourceCount: 32 },
    usdPerHour: 55.04,
  });
});

test('a price never stands without its source and date', () => {
  for (const { id, usdPerHour, priceSource, priceDate } of nodeRows) {
    const priced = usdPerHour !== undefined;
    expect([id, priceSource !== undefined, priceDate !== undefined]).toEqual([id, priced, priced]);
  }
});

test('an EFA node says how many adapters a pod may ask for', () => {
  for (const { id, fabric } of nodeRows.filter(({ fabric }) => fabric.kind === 'efa')) {
    expect([id, fabric.resource]).toEqual([id, 'vpc.amazonaws.com/efa']);
    expect(fabric.resourceCount).toBeGreaterThan(0);
  }
});

test('the reference nodes of an accelerator end with bare metal', () => {
  expect(referenceNodesFor('H200-SXM').map(({ id }) => id)).toEqual([
    'aws/p5en.48xlarge',
    'gcp/a3-ultragpu-8g',
    'azure/ND96isr_H200_v5',
    'bare-metal/h200-8',
  ]);
});

test('an accelerator that no known node carries has no reference nodes', () => {
  expect(referenceNodesFor('H100-PCIe')).toEqual([]);
});

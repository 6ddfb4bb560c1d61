import { acceleratorRow } from '../../src/facts/accelerator-rows';
import type { PlatformSpec } from '../../src/kube/platform';
import { type PlacementInputs, placement } from '../../src/manifests/placement';
import { platformOf } from './support';

const h100 = acceleratorRow('H100-SXM') as PlacementInputs['accelerator'];

const placed = (
  platform: Pick<PlatformSpec, 'provider' | 'nodeAutoscaler'>,
  inputs: Partial<PlacementInputs> = {},
) =>
  placement(
    {
      accelerator: h100,
      node: { provider: platform.provider, instanceType: 'p5.48xlarge' },
      nodesPerReplica: 1,
      nodeSelector: {},
      toleratedTaints: [],
      ...inputs,
    },
    platformOf(platform),
  );

describe('a pod is selected for nodes by labels that exist before the node does', () => {
  const machine = { 'node.kubernetes.io/instance-type': 'p5.48xlarge' };

  test.each([
    ['aws', 'karpenter', { 'karpenter.k8s.aws/instance-gpu-name': 'h100', ...machine }],
    ['aws', 'cluster-autoscaler', machine],
    ['azure', 'cluster-autoscaler', machine],
    ['gcp', 'gke', { 'cloud.google.com/gke-accelerator': 'nvidia-h100-80gb' }],
    ['bare-metal', 'none', { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' }],
  ] as const)('on %s with %s', (provider, nodeAutoscaler, labels) => {
    expect(placed({ provider, nodeAutoscaler }).nodeSelector).toEqual(labels);
  });

  test('and by those of the user, who wins', () => {
    const nodeSelector = { pool: 'gpu', 'node.kubernetes.io/instance-type': 'p5e.48xlarge' };
    const aws = { provider: 'aws', nodeAutoscaler: 'cluster-autoscaler' } as const;
    expect(placed(aws, { nodeSelector }).nodeSelector).toEqual(nodeSelector);
  });

  test('and by none where neither catalogue nor machine has one', () => {
    const accelerator = { resourceName: 'amd.com/gpu', nodeLabels: {} };
    const node = { provider: 'custom', instanceType: '' };
    const bare = { provider: 'bare-metal', nodeAutoscaler: 'none' } as const;
    expect(placed(bare, { accelerator, node }).nodeSelector).toEqual({});
  });
});

describe('a pod tolerates the taint of its GPU', () => {
  test('and the stated ones', () => {
    const aws = { provider: 'aws', nodeAutoscaler: 'karpenter' } as const;
    const keys = placed(aws, { toleratedTaints: ['team'] }).tolerations.map(({ key }) => key);
    expect(keys).toEqual(['nvidia.com/gpu', 'team']);
  });
});

describe('what nodes were bought as', () => {
  const bought = (
    provider: 'aws' | 'gcp' | 'azure' | 'bare-metal',
    nodeAutoscaler: 'karpenter' | 'cluster-autoscaler' | 'gke' | 'none',
    capacityType: PlacementInputs['capacityType'],
  ) => placed({ provider, nodeAutoscaler }, { capacityType });

  test.each([
    ['aws', 'karpenter', 'karpenter.sh/capacity-type', 'spot'],
    ['azure', 'karpenter', 'karpenter.sh/capacity-type', 'spot'],
    ['aws', 'cluster-autoscaler', 'eks.amazonaws.com/capacityType', 'SPOT'],
    ['gcp', 'gke', 'cloud.google.com/gke-spot', 'true'],
    ['azure', 'cluster-autoscaler', 'kubernetes.azure.com/scalesetpriority', 'spot'],
  ] as const)('is a label on %s with %s', (provider, autoscaler, key, value) => {
    expect(bought(provider, autoscaler, 'spot').nodeAffinity).toEqual({
      required: { key, operator: 'In', values: [value] },
    });
    expect(bought(provider, autoscaler, 'on-demand').nodeAffinity).toEqual({
      required: { key, operator: 'NotIn', values: [value] },
    });
  });

  test('is no label of nodes on demand on Google and Azure, so that none can be required', () => {
    const key = 'cloud.google.com/gke-spot';
    expect(bought('gcp', 'gke', 'spot-overflow').nodeAffinity).toEqual({
      preferred: { key, operator: 'NotIn', values: ['true'] },
    });
  });

  test('is a taint on Google and Azure, tolerated by pods that may go there', () => {
    const keys = (...args: Parameters<typeof bought>) =>
      bought(...args).tolerations.map(({ key }) => key);
    expect(keys('gcp', 'gke', 'spot')).toEqual(['nvidia.com/gpu', 'cloud.google.com/gke-spot']);
    expect(keys('azure', 'none', 'spot-overflow')).toContain(
      'kubernetes.azure.com/scalesetpriority',
    );
    expect(keys('gcp', 'gke', 'on-demand')).toEqual(['nvidia.com/gpu']);
    expect(keys('aws', 'karpenter', 'spot')).toEqual(['nvidia.com/gpu']);
  });

  test('is unknown of your own nodes', () => {
    expect(bought('bare-metal', 'none', 'spot')).not.toHaveProperty('nodeAffinity');
  });
});

describe('leaders spread', () => {
  test.each([
    ['aws', ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']],
    ['bare-metal', ['kubernetes.io/hostname']],
  ] as const)('on %s over %s', (provider, keys) => {
    expect(placed({ provider, nodeAutoscaler: 'none' }).spreadOver).toEqual(keys);
  });

  test('while the pods of one group stay in one zone', () => {
    const zone = 'topology.kubernetes.io/zone';
    const aws = { provider: 'aws', nodeAutoscaler: 'karpenter' } as const;
    expect(placed(aws, { nodesPerReplica: 2 }).groupTopology).toBe(zone);
    expect(placed(aws).groupTopology).toBeUndefined();
  });
});

import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { NodeRow } from '../facts/node-rows';
import type { PlatformSpec } from '../kube/platform';
import type { SchedulingSpec, TolerationSpec } from './service-spec';

/** What the user adds to the platform's own rules. */
export interface PlacementInputs {
  readonly accelerator: Pick<AcceleratorRow, 'resourceName' | 'nodeLabels'>;
  readonly node: Pick<NodeRow, 'provider' | 'instanceType'>;
  readonly nodesPerReplica: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly toleratedTaints: readonly string[];
  readonly priorityClassName?: string;
}

const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';

/**
 * Where pods may run. A label must exist before the node does, or no autoscaler buys one: machine
 * type and the provider's own accelerator label, and GPU feature discovery's only on nodes that
 * are there already.
 */
export function placement(inputs: PlacementInputs, platform: PlatformSpec): SchedulingSpec {
  const onCloud = platform.provider !== 'bare-metal';
  return {
    nodeSelector: { ...machineLabels(inputs, platform), ...inputs.nodeSelector },
    tolerations: [inputs.accelerator.resourceName, ...inputs.toleratedTaints].map(tolerate),
    priorityClassName: inputs.priorityClassName,
    spreadOver: onCloud ? ZONE : HOSTNAME,
    groupTopology: onCloud && inputs.nodesPerReplica > 1 ? ZONE : undefined,
  };
}

function machineLabels(
  { accelerator, node }: PlacementInputs,
  { provider, nodeAutoscaler }: PlatformSpec,
): Record<string, string> {
  const { karpenterGpuName, gkeAccelerator, gfdProduct } = accelerator.nodeLabels;
  const known = (label: string, value: string | undefined): Record<string, string> =>
    value ? { [label]: value } : {};
  const machine = known('node.kubernetes.io/instance-type', node.instanceType);
  if (provider === 'gcp') return known('cloud.google.com/gke-accelerator', gkeAccelerator);
  if (nodeAutoscaler === 'karpenter') {
    return { ...known('karpenter.k8s.aws/instance-gpu-name', karpenterGpuName), ...machine };
  }
  if (provider === 'bare-metal') return known('nvidia.com/gpu.product', gfdProduct);
  return machine;
}

function tolerate(key: string): TolerationSpec {
  return { key, operator: 'Exists', effect: 'NoSchedule' };
}

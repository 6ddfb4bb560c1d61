import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { NodeRow } from '../facts/node-rows';
import { LabelKey } from '../kube/labels';
import type { PlatformSpec } from '../kube/platform';
import type { SchedulingSpec, TolerationSpec } from './service-spec';

/** What the user adds to the platform's own rules. */
export interface PlacementInputs {
  readonly accelerator: Pick<AcceleratorRow, 'resourceName' | 'nodeLabels'>;
  readonly node: Pick<NodeRow, 'provider' | 'instanceType' | 'gkeAccelerator'>;
  readonly nodesPerReplica: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly toleratedTaints: readonly string[];
  readonly priorityClassName?: string;
}

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
    // A constraint of our own replaces the scheduler's default over hosts, so it is stated too.
    spreadOver: onCloud ? [LabelKey.ZONE, LabelKey.HOSTNAME] : [LabelKey.HOSTNAME],
    groupTopology: onCloud && inputs.nodesPerReplica > 1 ? LabelKey.ZONE : undefined,
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
  if (provider === 'gcp') {
    return known(LabelKey.GKE_ACCELERATOR, node.gkeAccelerator ?? gkeAccelerator);
  }
  if (nodeAutoscaler === 'karpenter') {
    return { ...known(LabelKey.KARPENTER_GPU_NAME, karpenterGpuName), ...machine };
  }
  if (provider === 'bare-metal') return known(LabelKey.GFD_PRODUCT, gfdProduct);
  return machine;
}

/** Whatever value and whoever set it. */
export function tolerate(key: string): TolerationSpec {
  return { key, operator: 'Exists', effect: 'NoSchedule' };
}

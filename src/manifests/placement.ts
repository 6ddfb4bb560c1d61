import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { NodeRow } from '../facts/node-rows';
import { LabelKey } from '../kube/labels';
import type { PlatformSpec } from '../kube/platform';
import { type CapacityType, type CapacityTypeLabel, capacityTypeLabel } from '../kube/spot';
import type { NodeAffinitySpec, SchedulingSpec, TolerationSpec } from './service-spec';

/** What the user adds to the platform's own rules. */
export interface PlacementInputs {
  readonly accelerator: Pick<AcceleratorRow, 'resourceName' | 'nodeLabels'>;
  readonly node: Pick<NodeRow, 'provider' | 'instanceType' | 'gkeAccelerator'>;
  readonly nodesPerReplica: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly toleratedTaints: readonly string[];
  readonly priorityClassName?: string;
  /** What the nodes are bought as; left out, whatever nodes the cluster has. */
  readonly capacityType?: CapacityType;
}

/**
 * Where pods may run. A label must exist before the node does, or no autoscaler buys one: machine
 * type and the provider's own accelerator label, and GPU feature discovery's only on nodes that
 * are there already.
 */
export function placement(inputs: PlacementInputs, platform: PlatformSpec): SchedulingSpec {
  const onCloud = platform.provider !== 'bare-metal';
  const { capacityType } = inputs;
  const bought = capacityType && capacityTypeLabel(platform);
  const spotTaint = bought?.taint && capacityType !== 'on-demand' ? [bought.key] : [];
  return {
    nodeSelector: { ...machineLabels(inputs, platform), ...inputs.nodeSelector },
    tolerations: [inputs.accelerator.resourceName, ...spotTaint, ...inputs.toleratedTaints].map(
      tolerate,
    ),
    priorityClassName: inputs.priorityClassName,
    // A constraint of our own replaces the scheduler's default over hosts, so it is stated too.
    spreadOver: onCloud ? [LabelKey.ZONE, LabelKey.HOSTNAME] : [LabelKey.HOSTNAME],
    groupTopology: onCloud && inputs.nodesPerReplica > 1 ? LabelKey.ZONE : undefined,
    ...(bought ? { nodeAffinity: boughtAs(bought, capacityType) } : {}),
  };
}

// On demand is what is not spot: some nodes carry no label then.
function boughtAs(
  { key, spot, onDemand }: CapacityTypeLabel,
  type: CapacityType | undefined,
): NodeAffinitySpec {
  const notSpot = { key, operator: 'NotIn', values: [spot] } as const;
  switch (type) {
    case 'spot':
      return { required: { key, operator: 'In', values: [spot] } };
    case 'spot-overflow':
      return {
        preferred: notSpot,
        ...(onDemand.length > 0
          ? { required: { key, operator: 'In', values: [...onDemand, spot] } }
          : {}),
      };
    default:
      return { required: notSpot };
  }
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

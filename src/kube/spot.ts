import { LabelKey } from './labels';
import type { PlatformSpec } from './platform';

/** What a pool of nodes is bought as; overflow means on demand first, spot beyond it. */
export type CapacityType = 'on-demand' | 'spot' | 'spot-overflow';

/** How nodes say what they were bought as. */
export interface CapacityTypeLabel {
  readonly key: string;
  readonly spot: string;
  /** Reservations count as on demand; none where such nodes carry no label at all. */
  readonly onDemand: readonly string[];
  /** Whether spot nodes may also carry a taint of this key. */
  readonly taint: boolean;
}

const karpenter: CapacityTypeLabel = {
  key: LabelKey.KARPENTER_CAPACITY_TYPE,
  spot: 'spot',
  onDemand: ['on-demand', 'reserved'],
  taint: false,
};

const byProvider: Readonly<Record<string, CapacityTypeLabel>> = {
  aws: {
    key: LabelKey.EKS_CAPACITY_TYPE,
    spot: 'SPOT',
    onDemand: ['ON_DEMAND', 'CAPACITY_BLOCK'],
    taint: false,
  },
  gcp: { key: LabelKey.GKE_SPOT, spot: 'true', onDemand: [], taint: true },
  azure: { key: LabelKey.AKS_SCALE_SET_PRIORITY, spot: 'spot', onDemand: [], taint: true },
};

/** The label of a site; none where nodes are nobody's we know. */
export function capacityTypeLabel({
  provider,
  nodeAutoscaler,
}: Pick<PlatformSpec, 'provider' | 'nodeAutoscaler'>): CapacityTypeLabel | undefined {
  return nodeAutoscaler === 'karpenter' ? karpenter : byProvider[provider];
}

/**
 * Shortest notice before a spot node goes: two minutes on EC2, half a minute on Azure. Google
 * gives two minutes only where asked to, and the kubelet's graceful shutdown half a minute.
 */
const notices: Readonly<Record<string, number>> = { aws: 120, gcp: 30, azure: 30 };

/** Notice of a provider, in seconds; none where it is not known. */
export function spotNoticeSeconds(provider: string): number | undefined {
  return notices[provider];
}

import { nodeDrainLimitSeconds } from '../../kube/drain';
import { LabelKey } from '../../kube/labels';
import { spotNoticeSeconds } from '../../kube/spot';
import type { Place } from '../view/place';
import type { NodePoolView, SiteFacts } from '../view/view';
import type { Leaving } from './leaving';

/** Somebody who takes the node, or the stream, before the pod is done. */
export interface OuterLimit {
  readonly seconds: number;
  /** `Karpenter takes nodes of 'gpu'` */
  readonly who: string;
  readonly place?: Place;
  readonly fixFor: (seconds: number) => string;
}

/** cluster-autoscaler's `--max-graceful-termination-sec`; GKE's is the same program. */
const CLUSTER_AUTOSCALER_SECONDS = 600;

/** Limits of the nodes on which a pod may land, for its drain. */
export function nodeLimits(
  leaving: Leaving,
  pools: readonly NodePoolView[],
  site: SiteFacts,
): OuterLimit[] {
  return [...poolLimits(leaving, pools), ...siteLimits(site)];
}

function poolLimits(leaving: Leaving, pools: readonly NodePoolView[]): OuterLimit[] {
  return pools
    .filter((pool) => mayTake(pool, leaving))
    .flatMap(({ drainLimitSeconds, object }) =>
      drainLimitSeconds === undefined
        ? []
        : [
            {
              seconds: drainLimitSeconds.value,
              who: `Karpenter takes a node of '${object.name}'`,
              place: drainLimitSeconds,
              fixFor: (seconds) =>
                `set terminationGracePeriod: ${seconds}s on the NodePool, or lower the drain`,
            },
          ],
    );
}

/** Unless the pod asks for a label that the pool does not give, or for another pool by name. */
function mayTake({ labelKeys, object }: NodePoolView, { pod }: Leaving): boolean {
  return Object.entries(pod.nodeSelector.value).every(([key, value]) =>
    key === 'karpenter.sh/nodepool' ? value === object.name : isOfNodes(key) || labelKeys.has(key),
  );
}

/** Labels that a node has whatever its pool declares. */
function isOfNodes(key: string): boolean {
  return /(^|\.)(kubernetes\.io|k8s\.io|karpenter\.sh|karpenter\.k8s\.aws|nvidia\.com|azure\.com|cloud\.google\.com)\//.test(
    `.${key}`,
  );
}

function siteLimits({
  provider,
  nodeAutoscaler,
  nodeDrainLimitSeconds: stated,
}: SiteFacts): OuterLimit[] {
  const fixFor = (seconds: number): string =>
    `raise the node autoscaler's limit to ${seconds} s (--max-graceful-termination-sec), or lower the drain`;
  if (stated !== undefined)
    return [{ seconds: stated, who: 'nodes of this site are taken', fixFor }];
  if (nodeAutoscaler === 'cluster-autoscaler' || nodeAutoscaler === 'gke') {
    return [
      { seconds: CLUSTER_AUTOSCALER_SECONDS, who: 'cluster-autoscaler takes a node', fixFor },
    ];
  }
  const upgrade = provider && nodeDrainLimitSeconds(provider, nodeAutoscaler ?? '');
  return upgrade ? [{ seconds: upgrade, who: 'a node upgrade takes a node', fixFor }] : [];
}

/** What each provider's label for spot nodes says, and whose nodes they are. */
const SPOT_LABELS: readonly (readonly [string, string, string])[] = [
  [LabelKey.KARPENTER_CAPACITY_TYPE, 'spot', 'aws'],
  [LabelKey.EKS_CAPACITY_TYPE, 'SPOT', 'aws'],
  [LabelKey.GKE_SPOT, 'true', 'gcp'],
  [LabelKey.AKS_SCALE_SET_PRIORITY, 'spot', 'azure'],
];

/** The notice of a spot node on which a pod wants to be; Google's may be as short as 15 s. */
export function spotLimits(
  leaving: Leaving,
  pools: readonly NodePoolView[],
  site: SiteFacts,
): OuterLimit[] {
  const { nodeSelector } = leaving.pod;
  const asked = SPOT_LABELS.find(([key, value]) => nodeSelector.value[key] === value);
  const own = pools.filter((pool) => mayTake(pool, leaving));
  const areSpot = own.length > 0 && own.every(({ isSpot }) => isSpot);
  const provider = site.provider ?? asked?.[2] ?? 'aws';
  const seconds = site.spotNoticeSeconds ?? spotNoticeSeconds(provider);
  if ((!asked && !areSpot) || seconds === undefined) return [];
  const fixFor = (): string =>
    'run on demand, or accept that an interruption cuts the longest answers';
  return [{ seconds, who: 'a spot node goes', ...(asked && { place: nodeSelector }), fixFor }];
}

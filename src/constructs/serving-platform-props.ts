import type { Duration } from 'cdk8s';
import type { NodeShape } from '../facts/node-shape';
import type { CloudProvider, NodeAutoscaler } from './kinds';
import type { MetricsBackend } from './metrics-backend';
import type { ServiceDefaults } from './service-defaults';

/** The site, stated once for all services below a scope. */
export interface ServingPlatformProps {
  /** Cluster version, `major.minor`; decides fields such as the HPA's tolerance. @default 1.34 - what every provider offers */
  readonly kubernetesVersion?: string;
  /** Who runs the nodes. @default - by the node shape of each service */
  readonly provider?: CloudProvider;
  /** Who buys nodes. @default - Karpenter on AWS, GKE on Google, cluster-autoscaler on Azure, none elsewhere */
  readonly nodeAutoscaler?: NodeAutoscaler;
  /** Who scrapes and how KEDA logs in. @default - http://prometheus-operated.monitoring:9090, where kube-prometheus-stack serves */
  readonly metrics?: MetricsBackend;
  /** Labels that the Prometheus operator asks of a monitor, e.g. `release`. @default - none */
  readonly monitorLabels?: { readonly [label: string]: string };
  /** Longest request the gateway carries, 1 s or more; checked against drains. @default - not checked */
  readonly gatewayTimeout?: Duration;
  /** Longest a node drain waits for a pod, 1 s or more; checked against drains. @default - not checked */
  readonly nodeDrainLimit?: Duration;
  /** Notice before a spot node goes, 1 s or more; checked against drains. @default - on demand */
  readonly spotNotice?: Duration;
  /** Time until the last client stops sending to a terminating pod. @default 15 s - in-cluster gateways; cloud load balancers need 30 to 60 s */
  readonly endpointPropagation?: Duration;
  /** Interval at which the backend scrapes, 1 s or more. @default 15 s - an HPA sync period */
  readonly scrapeInterval?: Duration;
  /** Time from an unschedulable pod to a ready node. @default - by the node autoscaler */
  readonly nodeProvisionTime?: Duration;
  /** GPUs the namespace may hold, 1 or more; a plan whose maximum exceeds it warns. @default - not checked */
  readonly gpuQuota?: number;
  /** The node autoscaler serves CapacityBuffers of `autoscaling.x-k8s.io/v1beta1`, which `HeadroomMechanism.CAPACITY_BUFFER` needs. @default false - behind flags in cluster-autoscaler 1.35 and a feature gate in Karpenter 1.14 */
  readonly capacityBuffers?: boolean;
  /** Kueue admits workloads: names are at most 39 characters. @default false - names have 49 */
  readonly kueue?: boolean;
  /** OpenShift assigns uids itself: none is fixed. @default false - pods run as uid 2000, which the image knows */
  readonly openShift?: boolean;
  /** StorageClass of claims that many nodes mount: a shared file system, ReadWriteMany. @default - the cluster's default class, which is often a disk of one node */
  readonly sharedStorageClass?: string;
  /** Machines of the site, at your prices; a service takes the first that carries its accelerator. @default - the catalogue's */
  readonly nodes?: NodeShape[];
  /** What services below this platform share; their own values win key by key. @default - the library's defaults */
  readonly defaults?: ServiceDefaults;
}

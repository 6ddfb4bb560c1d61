/** Keys of every label and annotation that manifests carry or selectors read. */
export const LabelKey = {
  APP_NAME: 'app.kubernetes.io/name',
  APP_INSTANCE: 'app.kubernetes.io/instance',
  APP_COMPONENT: 'app.kubernetes.io/component',
  APP_PART_OF: 'app.kubernetes.io/part-of',
  APP_MANAGED_BY: 'app.kubernetes.io/managed-by',
  /** Name of the LeaderWorkerSet, on every pod of every group. */
  LWS_NAME: 'leaderworkerset.sigs.k8s.io/name',
  /** Ordinal of the group. */
  LWS_GROUP_INDEX: 'leaderworkerset.sigs.k8s.io/group-index',
  /** `0` is the leader. */
  LWS_WORKER_INDEX: 'leaderworkerset.sigs.k8s.io/worker-index',
  /** Equal within one group only: the key for affinity inside a group. */
  LWS_GROUP_KEY: 'leaderworkerset.sigs.k8s.io/group-key',
  /** Admission queue, on the workload. */
  KUEUE_QUEUE_NAME: 'kueue.x-k8s.io/queue-name',
  /** The EndpointSlice's Service. */
  SERVICE_NAME: 'kubernetes.io/service-name',
  HOSTNAME: 'kubernetes.io/hostname',
  ZONE: 'topology.kubernetes.io/zone',
  GFD_PRODUCT: 'nvidia.com/gpu.product',
  KARPENTER_GPU_NAME: 'karpenter.k8s.aws/instance-gpu-name',
  /** `on-demand`, `reserved` or `spot`, on every node that Karpenter buys. */
  KARPENTER_CAPACITY_TYPE: 'karpenter.sh/capacity-type',
  /** `ON_DEMAND`, `CAPACITY_BLOCK` or `SPOT`, on the nodes of EKS managed node groups. */
  EKS_CAPACITY_TYPE: 'eks.amazonaws.com/capacityType',
  /** `true` on spot nodes and absent on others; node auto-provisioning taints with the same key. */
  GKE_SPOT: 'cloud.google.com/gke-spot',
  /** `spot` on spot nodes and absent on others; AKS taints them with the same key. */
  AKS_SCALE_SET_PRIORITY: 'kubernetes.azure.com/scalesetpriority',
  GKE_ACCELERATOR: 'cloud.google.com/gke-accelerator',
} as const;

export const AnnotationKey = {
  /** The plan request a workload was sized from. */
  PLAN: 'cdk8s-llm.dev/plan',
  /** The computed numbers that were overruled, and why. */
  PINS: 'cdk8s-llm.dev/pins',
  /** `true`, or a duration since the pod started; blocks consolidation and drift. */
  KARPENTER_DO_NOT_DISRUPT: 'karpenter.sh/do-not-disrupt',
  /** `false` keeps cluster-autoscaler from removing the node. */
  SAFE_TO_EVICT: 'cluster-autoscaler.kubernetes.io/safe-to-evict',
  /** Options of an Argo CD sync, comma-separated. */
  ARGOCD_SYNC_OPTIONS: 'argocd.argoproj.io/sync-options',
  /** `disabled` keeps Flux from deleting the object. */
  FLUX_PRUNE: 'kustomize.toolkit.fluxcd.io/prune',
  /** Deletes the HPA and freezes the replicas. */
  KEDA_PAUSED: 'autoscaling.keda.sh/paused',
  KEDA_PAUSED_REPLICAS: 'autoscaling.keda.sh/paused-replicas',
  KEDA_PAUSED_SCALE_IN: 'autoscaling.keda.sh/paused-scale-in',
  /** KEDA copies all labels to its HPA; a GitOps tool would then prune it by its own label. */
  KEDA_HPA_EXCLUDED_LABELS: 'scaledobject.keda.sh/hpa-excluded-labels',
  KEDA_TRANSFER_HPA_OWNERSHIP: 'scaledobject.keda.sh/transfer-hpa-ownership',
  /** Node label within which a group stays, alone. */
  LWS_EXCLUSIVE_TOPOLOGY: 'leaderworkerset.sigs.k8s.io/exclusive-topology',
} as const;

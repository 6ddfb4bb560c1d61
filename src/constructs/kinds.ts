/** Who runs the nodes: decides labels and taints. */
export enum CloudProvider {
  AWS = 'aws',
  GCP = 'gcp',
  AZURE = 'azure',
  /** Everything else. */
  BARE_METAL = 'bare-metal',
}

/** Who buys nodes: decides the cold start and the disruption annotations. */
export enum NodeAutoscaler {
  KARPENTER = 'karpenter',
  CLUSTER_AUTOSCALER = 'cluster-autoscaler',
  /** Google's, with node auto-provisioning or without. */
  GKE = 'gke',
  /** Nodes are there already. */
  NONE = 'none',
}

/** Kind of the workload. */
export enum WorkloadKind {
  /** Groups of one or more pods; a roll-out keeps the number of GPUs. */
  LEADER_WORKER_SET = 'leader-worker-set',
  /** Single-node services only; a roll-out holds one more replica for the length of a drain. */
  DEPLOYMENT = 'deployment',
}

/** Weight formats that the plan knows. */
export enum WeightFormatName {
  BF16 = 'bf16',
  FP8 = 'fp8',
  INT8 = 'int8',
  INT4 = 'int4',
  MXFP4 = 'mxfp4',
  NVFP4 = 'nvfp4',
}

/** How requests are spread over replicas. */
export enum Routing {
  /** By load (least requests, power of two choices, an endpoint picker): fewer slots suffice. */
  LOAD_AWARE = 'load-aware',
  /** A plain Service, hashing or long-lived connections. */
  RANDOM = 'random',
}

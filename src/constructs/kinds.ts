/** Who runs the nodes: decides node labels, the cold start and the network. */
export enum CloudProvider {
  /** Amazon EKS or EC2. */
  AWS = 'aws',
  /** Google GKE. */
  GCP = 'gcp',
  /** Azure AKS. */
  AZURE = 'azure',
  /** Everything else. */
  BARE_METAL = 'bare-metal',
}

/** Who buys nodes: decides the cold start and the disruption annotations. */
export enum NodeAutoscaler {
  /** Buys machine types of a NodePool. */
  KARPENTER = 'karpenter',
  /** Grows node groups that exist. */
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

/** Weight formats that the plan knows, by what a weight is stored as. */
export enum WeightFormat {
  /** 16 bits: as most models are published. */
  BF16 = 'bf16',
  /** 8 bits; tensor cores since Ada and Hopper. */
  FP8 = 'fp8',
  /** 8 bits, whole numbers. */
  INT8 = 'int8',
  /** 4 bits, whole numbers: AWQ, GPTQ. */
  INT4 = 'int4',
  /** 4 bits with a scale for 32 weights: gpt-oss. */
  MXFP4 = 'mxfp4',
  /** 4 bits with a scale for 16 weights; tensor cores since Blackwell. */
  NVFP4 = 'nvfp4',
}

/** Order in which an engine takes waiting requests. */
export enum SchedulingPolicy {
  /** As they come. */
  FCFS = 'fcfs',
  /** By the field `priority` of a request, lower first: batch work waits for, and gives way to, people. */
  PRIORITY = 'priority',
}

/** How nodes are made to hold an image. */
export enum ImageWarming {
  /** A volume of kind image: nothing runs, and the image stays in use. Kubernetes 1.35. */
  VOLUME = 'volume',
  /** An init container that runs the image's own /bin/sh once. */
  INIT_CONTAINER = 'init-container',
}

/** What a cache of nodes is kept on. */
export enum CacheMedium {
  /** Memory of the node: its quota is taken from what pods can have. */
  MEMORY = 'MEM',
  /** Solid-state disks. */
  SSD = 'SSD',
  /** Rotating disks. */
  HDD = 'HDD',
}

/** Who can mount a claim at the same time. */
export enum ClaimAccessMode {
  /** Every node, read-only: a volume made from a snapshot. */
  READ_ONLY_MANY = 'ReadOnlyMany',
  /** Every node: a shared file system. */
  READ_WRITE_MANY = 'ReadWriteMany',
  /** One node: a disk. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** One pod. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}

/** How requests are spread over replicas. */
export enum Routing {
  /** By load (least requests, power of two choices, an endpoint picker): fewer slots suffice. */
  LOAD_AWARE = 'load-aware',
  /** A plain Service, hashing or long-lived connections. */
  RANDOM = 'random',
}

/** What a service is worth when GPUs run short; a higher tier takes them from a lower one. */
export enum PriorityTier {
  /** Others depend on it. */
  CRITICAL = 'critical',
  /** People wait for it: its peak is promised. */
  ONLINE = 'online',
  /** Its peak may wait; it still takes GPUs from batch. */
  STANDARD = 'standard',
  /** Runs on what others leave, and takes nothing from anybody. */
  BATCH = 'batch',
  /** Holds nodes for others, and gives way to everybody. */
  PLACEHOLDER = 'placeholder',
}

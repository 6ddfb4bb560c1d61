import type { SecretRef } from '../kube/platform';

/** Everything about one service that is not a number of its plan. */
export interface ServiceSpec {
  /** DNS-1035, already shortened to what LeaderWorkerSet and KEDA accept. */
  readonly name: string;
  readonly namespace?: string;
  readonly model: string;
  /** Name in the OpenAI API. */
  readonly servedModelName: string;
  readonly engine: EngineSpec;
  readonly weights: WeightsSpec;
  readonly compileCache?: CompileCacheSpec;
  readonly workload: 'leader-worker-set' | 'deployment';
  /** Fixed count; absent when a scaler owns it. */
  readonly replicas?: number;
  readonly accelerator: { readonly id: string; readonly resourceName: string };
  readonly fabric?: FabricSpec;
  readonly scheduling: SchedulingSpec;
  readonly apiKey?: SecretRef;
  readonly imagePullSecrets: readonly string[];
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly readOnlyRootFilesystem: boolean;
  /** Namespaces that may reach the server; none renders no ingress policy for clients. */
  readonly clients: readonly PeerSpec[];
  readonly monitorPeers: readonly PeerSpec[];
  /** Compact request for the plan annotation. */
  readonly planAnnotation: string;
  /** `quantity: value, computed n, pinned because …`, one a pin. */
  readonly pinNotes: readonly string[];
}

export interface EngineSpec {
  readonly version: string;
  /** With digest where the user gave one. */
  readonly image: string;
  readonly extraArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export type WeightsSpec = ClaimWeights | HubWeights | ObjectWeights | ImageWeights;

/** A folder of a claim, mounted read-only. */
export interface ClaimWeights {
  readonly kind: 'claim';
  readonly claimName: string;
  readonly path: string;
  /** Present where something fills the claim while pods already start. */
  readonly filling?: FillingSpec;
}

export interface FillingSpec {
  /** File below the claim that is written last. */
  readonly marker: string;
  /** Longest that a pod waits for it before it says so and starts over. */
  readonly waitSeconds: number;
  /** Who writes it, for whoever reads the log. */
  readonly by: string;
}

/** A download by every pod. */
export interface HubWeights {
  readonly kind: 'hugging-face';
  readonly repository: string;
  readonly revision?: string;
  readonly token?: SecretRef;
}

/** Streamed by the engine. */
export interface ObjectWeights {
  readonly kind: 'object-store';
  readonly uri: string;
  readonly concurrency?: number;
  readonly env: Readonly<Record<string, string | SecretRef>>;
  /** Annotations of the ServiceAccount by which a cloud knows the pods. */
  readonly identity: Readonly<Record<string, string>>;
}

/** A volume of kind image, which the kubelet pulls. */
export interface ImageWeights {
  readonly kind: 'image';
  readonly reference: string;
  readonly path: string;
}

/** Where compiled artifacts outlive the pod. */
export interface CompileCacheSpec {
  readonly claimName: string;
  /** `shared`: every pod reads and writes it; `copied`: pods start from a copy of what one Job wrote. */
  readonly access: 'shared' | 'copied';
  /** Whether a Job fills it before or beside the first replica. */
  readonly primed: boolean;
  /** Whether that Job fails where the engine cannot load what it compiled. */
  readonly strict: boolean;
}

/** The network between the nodes of a group. */
export interface FabricSpec {
  readonly kind: 'efa' | 'infiniband' | 'roce' | 'gpudirect' | 'tcp';
  readonly resource?: string;
  readonly resourceCount?: number;
}

export interface SchedulingSpec {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly TolerationSpec[];
  readonly priorityClassName?: string;
  /** Topology keys over which leaders spread, e.g. `topology.kubernetes.io/zone`. */
  readonly spreadOver: readonly string[];
  /** Topology key inside which a group of several nodes stays together. */
  readonly groupTopology?: string;
  /** What nodes must be and had better be, beyond equal labels. */
  readonly nodeAffinity?: NodeAffinitySpec;
}

export interface NodeAffinitySpec {
  readonly required?: LabelRequirement;
  readonly preferred?: LabelRequirement;
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn';
  readonly values: readonly string[];
}

export interface TolerationSpec {
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

/** A set of pods in a set of namespaces, as a NetworkPolicy peer. */
export interface PeerSpec {
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
}

import type { PlanAnswer } from '../../capacity/answer';
import type { PlatformRequest } from '../../capacity/request';
import type { JsonObject, ManifestObject, Path, Place, Sited } from './place';
import type { PodView } from './pod-view';
import type { ScalerView } from './scaler-view';

/** Everything that rules look at: objects as services, what belongs to them, and the site. */
export interface LintView {
  readonly objects: readonly ManifestObject[];
  /** Workloads that serve a model: by engine, by GPUs, or by a serving resource. */
  readonly services: readonly ServiceView[];
  /** All scalers, also those whose target is not here. */
  readonly scalers: readonly ScalerView[];
  readonly quotas: readonly QuotaView[];
  readonly nodePools: readonly NodePoolView[];
  readonly site: SiteFacts;
}

/** A workload that serves a model, with all that selects, scales or protects it. */
export interface ServiceView extends Place {
  /** `Deployment`, `StatefulSet`, `LeaderWorkerSet`, `RayService`, `LLMInferenceService` … */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** As written, or 1. */
  readonly replicas: Sited<number>;
  /** Templates of one replica; the one that serves first. */
  readonly pods: readonly PodView[];
  /** GPUs of one replica, all its pods together. */
  readonly gpusPerReplica: number;
  readonly rollout: RolloutView;
  /** Those whose target this is; more than one fight each other. */
  readonly scalers: readonly ScalerView[];
  readonly budgets: readonly BudgetView[];
  readonly monitors: readonly MonitorView[];
  /** Services whose selector takes the serving pods. */
  readonly endpoints: readonly EndpointView[];
  /** Claims that the pods mount, where they are here. */
  readonly claims: readonly ClaimView[];
  /** Routes that lead here; a limit of their own cuts streams. */
  readonly routes: readonly RouteView[];
  /** What a controller makes of it, which scalers take for their target in its place. */
  readonly made?: MadeWorkload;
  /** The answer to the request in the annotation of our own workloads. */
  readonly plan?: PlanAnswer;
}

/** A workload that stands in no file: a controller makes it of a resource of its own. */
export interface MadeWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What a roll-out may have beside and missing from the replicas, resolved to whole numbers. */
export interface RolloutView extends Place {
  readonly strategy: string;
  readonly surge: Sited<number>;
  readonly unavailable: Sited<number>;
}

export interface BudgetView extends Place {
  readonly selector: JsonObject;
  readonly minAvailable?: Sited<string | number>;
  readonly maxUnavailable?: Sited<string | number>;
  /** `IfHealthyBudget` where none is given. */
  readonly unhealthyPodEvictionPolicy: string;
}

export interface MonitorView extends Place {
  readonly kind: 'PodMonitor' | 'ServiceMonitor' | 'PodMonitoring' | 'annotation';
  /** What it scrapes, `port` by name or number, `path` as written or `/metrics`. */
  readonly endpoints: readonly {
    readonly port?: string | number;
    readonly path: string;
    readonly intervalSeconds?: Sited<number>;
  }[];
}

export interface EndpointView extends Place {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name?: string; readonly targetPort: string | number }[];
}

export interface ClaimView extends Place {
  readonly name: string;
  readonly accessModes: readonly string[];
  /** One for each pod, from a template. */
  readonly isPerPod: boolean;
}

export interface RouteView extends Place {
  readonly timeoutSeconds?: Sited<number>;
}

export interface QuotaView extends Place {
  readonly namespace: string;
  /** What `hard` counts of GPUs: only requests are counted, whatever else the API accepts. */
  readonly counted: readonly CountedGpus[];
}

/** `requests.nvidia.com/gpu: 16` */
export interface CountedGpus extends Sited<number> {
  readonly resource: string;
}

export interface NodePoolView extends Place {
  readonly kind: 'karpenter';
  /** `terminationGracePeriod` of the nodes, in seconds. */
  readonly drainLimitSeconds?: Sited<number>;
  readonly gpuLimit?: Sited<number>;
  /** Label keys that its requirements and template declare. */
  readonly labelKeys: ReadonlySet<string>;
  readonly isSpot: boolean;
}

/** What the platform file says of the cluster. */
export type SiteFacts = PlatformRequest;

/** What was passed over and why; never a finding. */
export interface Note {
  readonly file: string;
  readonly object?: ManifestObject;
  readonly path?: Path;
  readonly message: string;
}

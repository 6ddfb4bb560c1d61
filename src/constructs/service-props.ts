import type { Duration } from 'cdk8s';
import type { Accelerator } from '../facts/accelerator';
import type { LlmModel } from '../facts/llm-model';
import type { NodeShape } from '../facts/node-shape';
import type { InferenceEngine } from './inference-engine';
import type { Routing, WorkloadKind } from './kinds';
import type { NetworkPeer } from './network-peer';
import type { Pin } from './pin';
import type { ScalingSignal } from './scaling-signal';
import type { SecretKey } from './secret-key';
import type { ServingPlatform } from './serving-platform';
import type { WeightSource } from './weight-source';

/** The load a service must carry. Rates are requests per second over the whole service. */
export interface Traffic {
  /** Highest sustained rate. */
  readonly peakRequestsPerSecond: number;
  /** Mean rate over a month; prices the service. @default - 0.4 of the peak, the middle of public traces */
  readonly meanRequestsPerSecond?: number;
  /** Fastest growth, requests per second gained in a minute. @default - 5 % of the mean a minute, leading up to the peak */
  readonly rampRequestsPerSecondPerMinute?: number;
  /** Mean prompt, tokens. @default 500 - a chat turn */
  readonly inputTokens?: number;
  /** 95th percentile of the prompt, tokens. @default - a spread of 0.96 of the mean, as in public traces */
  readonly inputTokensP95?: number;
  /** Mean answer, tokens. @default 300 - a chat answer */
  readonly outputTokens?: number;
  /** 99th percentile of the answer, tokens; sets the drain window. @default - five times the mean */
  readonly outputTokensP99?: number;
  /** Share of prompt tokens that the prefix cache holds, 0 … 0.99. @default 0 - nothing is shared */
  readonly cachedInputShare?: number;
  /** How requests are spread over replicas. @default Routing.RANDOM - what a Service does */
  readonly routing?: Routing;
}

/** What the service promises. */
export interface ServiceObjectives {
  /** 95th percentile of the time to first token. @default 500 ms - interactive chat */
  readonly timeToFirstTokenP95?: Duration;
  /** 95th percentile of the time per output token. @default 50 ms - faster than people read */
  readonly timePerOutputTokenP95?: Duration;
  /** Replicas that may be lost without missing an objective. @default 1 */
  readonly spareReplicas?: number;
}

/** What a real server of this kind showed; wins over the estimate. */
export interface MeasuredService {
  /** Weights on one GPU as the log says, GiB. @default - computed */
  readonly weightsGiBPerGpu?: number;
  /** KV cache on one GPU as the log says, GiB. @default - computed */
  readonly kvCacheGiBPerGpu?: number;
  /** Largest rate of one replica within the objectives. @default - computed */
  readonly maxRequestsPerSecond?: number;
  /** Start of a new replica, from pod to Ready. @default - computed */
  readonly coldStart?: Duration;
}

/** What a platform may set for all of its services; a service's own value wins key by key. */
export interface ServiceDefaults {
  /** Promises. @default - 500 ms, 50 ms, one spare */
  readonly objectives?: ServiceObjectives;
  /** Engine and its settings. @default - vLLM as computed */
  readonly engine?: InferenceEngine;
  /** Machine. @default - the cheapest of the provider that carries the accelerator */
  readonly node?: NodeShape;
  /** Numbers to overrule, merged by quantity. @default - none */
  readonly pins?: Pin[];
  /** Labels of every pod. @default - none beside the library's own */
  readonly podLabels?: { readonly [label: string]: string };
  /** Annotations of every pod. @default - none beside the library's own */
  readonly podAnnotations?: { readonly [annotation: string]: string };
  /** Name of an existing PriorityClass. @default - the cluster's default */
  readonly priorityClassName?: string;
  /** Node labels beside those of platform and machine. @default - none */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Taint keys to tolerate beside that of the GPU. @default - none */
  readonly toleratedTaints?: string[];
  /** Names of Secrets with registry credentials. @default - none */
  readonly imagePullSecrets?: string[];
  /** Who may send requests; renders an ingress NetworkPolicy. @default - everybody, and no policy */
  readonly clients?: NetworkPeer[];
  /** Who scrapes, let in beside the clients. @default - nobody beside them */
  readonly monitors?: NetworkPeer[];
  /** The root file system is read-only; paths that vLLM writes are volumes. @default true */
  readonly readOnlyRootFilesystem?: boolean;
}

/** One LLM service. */
export interface LlmInferenceServiceProps extends ServiceDefaults {
  /** What is served. */
  readonly model: LlmModel;
  /** GPU that serves it. @default - the node's; one of the two is required */
  readonly accelerator?: Accelerator;
  /** The load to carry. */
  readonly traffic: Traffic;
  /** Where weights come from. @default - every pod downloads from Hugging Face, the slowest start */
  readonly weights?: WeightSource;
  /** What a real server showed. @default - everything is computed */
  readonly measured?: MeasuredService;
  /** Triggers beside the in-flight driver, and floors. @default - none */
  readonly signals?: ScalingSignal[];
  /** Kind of the workload. @default WorkloadKind.LEADER_WORKER_SET - a roll-out keeps the number of GPUs */
  readonly workload?: WorkloadKind;
  /** Fixed number of replicas, without a scaler. @default - autoscaled between the plan's bounds */
  readonly replicas?: number;
  /** API key that clients must send. @default - none */
  readonly apiKey?: SecretKey;
  /** Name of all objects, a DNS-1035 label. @default - from the construct's id, stable when it moves */
  readonly name?: string;
  /** Name in the OpenAI API. @default - the id of the model */
  readonly servedModelName?: string;
  /** Price of one GPU for one hour, USD. @default - the node's or the accelerator's published price */
  readonly usdPerGpuHour?: number;
  /** The site. @default - the one provided above the scope */
  readonly platform?: ServingPlatform;
}

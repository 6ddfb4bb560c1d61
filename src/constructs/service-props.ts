import type { Duration } from 'cdk8s';
import type { Accelerator } from '../facts/accelerator';
import type { LlmModel } from '../facts/llm-model';
import type { FrontDoor } from './front-door';
import type { GpuPool } from './gpu-pool';
import type { Routing, WorkloadKind } from './kinds';
import type { ScalingSignal } from './scaling-signal';
import type { SecretKey } from './secret-key';
import type { ServiceDefaults } from './service-defaults';
import type { ServingPlatform } from './serving-platform';
import type { TrafficTrace } from './traffic-trace';
import type { WeightSource } from './weight-source';

/** The load a service must carry. Rates are requests per second over the whole service. */
export interface Traffic {
  /** Highest sustained rate, more than 0; required without `history`. @default - the 99th percentile of the bins of `history` */
  readonly peakRequestsPerSecond?: number;
  /** Mean rate over a month, at most the peak; prices the service. @default - that of `history`, else 0.4 of the peak, the middle of public traces */
  readonly meanRequestsPerSecond?: number;
  /** Fastest growth, requests per second gained in a minute. @default - the growth in `history` over the time to scale (p99), else 5 % of the mean a minute, leading up to the peak */
  readonly rampRequestsPerSecondPerMinute?: number;
  /** Mean prompt, tokens, 1 or more. @default - that of `history`, else 500, a chat turn */
  readonly inputTokens?: number;
  /** 95th percentile of the prompt, tokens, at least the mean. @default - that of `history`, else a spread of 0.96 of the mean, as in public traces */
  readonly inputTokensP95?: number;
  /** Mean answer, tokens, 1 or more. @default - that of `history`, else 300, a chat answer */
  readonly outputTokens?: number;
  /** 99th percentile of the answer, tokens, at least the mean; sets the drain window. @default - that of `history`, else five times the mean */
  readonly outputTokensP99?: number;
  /** Share of prompt tokens that the prefix cache holds, 0 … 0.99. @default 0 - nothing is shared */
  readonly cachedInputShare?: number;
  /** How requests are spread over replicas. @default Routing.RANDOM - what a Service does */
  readonly routing?: Routing;
  /** The traffic that a service had; what is stated beside it wins. @default - what is not stated is assumed */
  readonly history?: TrafficTrace;
}

/** What a real server of this kind showed; wins over the estimate. */
export interface MeasuredService {
  /** Weights on one GPU as the log says, GiB. @default - computed */
  readonly weightsGiBPerGpu?: number;
  /** KV cache on one GPU as the log says, GiB. @default - computed */
  readonly kvCacheGiBPerGpu?: number;
  /** Largest rate of one replica within the objectives, requests per second. @default - computed */
  readonly maxRequestsPerSecond?: number;
  /** Start of a new replica, from pod to Ready. @default - computed */
  readonly coldStart?: Duration;
  /** Weights on disk, GiB, more than 0; what a new replica reads and a pod's disk holds. @default - computed; for a model known by measurement only, the weights of all GPUs */
  readonly checkpointGiB?: number;
}

/** What one service states wherever it runs. */
export interface ServiceOptions extends ServiceDefaults {
  /** What is served. */
  readonly model: LlmModel;
  /** The load to carry. */
  readonly traffic: Traffic;
  /** Where weights come from. @default - every pod downloads from Hugging Face, the slowest start */
  readonly weights?: WeightSource;
  /** What a real server showed. @default - everything is computed */
  readonly measured?: MeasuredService;
  /** Triggers beside the in-flight driver, and floors; left out with `replicas`. @default - the in-flight driver alone */
  readonly signals?: ScalingSignal[];
  /** No replica while nobody asks, woken by what the front door counts; left out with `replicas`. @default - at least two replicas are warm: a wake-up takes a cold start */
  readonly scaleToZero?: FrontDoor;
  /** Kind of the workload. @default WorkloadKind.LEADER_WORKER_SET - a roll-out keeps the number of GPUs */
  readonly workload?: WorkloadKind;
  /** Fixed number of replicas, 1 or more, without a scaler. @default - autoscaled between the plan's bounds */
  readonly replicas?: number;
  /** API key that clients must send. @default - everybody who reaches the Service may ask */
  readonly apiKey?: SecretKey;
  /** Name of the workload, a DNS-1035 label of at most 49 characters, 39 under Kueue. @default - from the construct's id, so that it stays when the construct moves */
  readonly name?: string;
  /** Name in the OpenAI API. @default - the id of the model */
  readonly servedModelName?: string;
  /** Price of one GPU for one hour, USD, more than 0. @default - the node's or the accelerator's published price */
  readonly usdPerGpuHour?: number;
}

/** One LLM service. */
export interface LlmInferenceServiceProps extends ServiceOptions {
  /** GPU that serves it; required where neither node nor pool implies it. @default - the node's */
  readonly accelerator?: Accelerator;
  /** Machines that it shares with others, instead of `accelerator` and `node`. @default - nodes of its accelerator, on demand or not */
  readonly pool?: GpuPool;
  /** The site. @default - the one provided above the scope */
  readonly platform?: ServingPlatform;
}

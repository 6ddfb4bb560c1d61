import type { CalibrationRow } from './calibration/row';
import type { EngineRequest } from './engine-request';
import type { TrafficHistory } from './history/traffic-history';
import type { MeasuredStart } from './measured-stages';
import type { ScalingRequest } from './scaling-request';

export type { CalibrationRow } from './calibration/row';
export type { EngineRequest, LoraRequest, SpeculativeRequest } from './engine-request';
export type { StartupStage } from './measured-stages';
export type { FloorRequest, ScaleToZeroRequest, ScalingRequest } from './scaling-request';

/**
 * The plan request: what the CLI reads, what the constructs hand down and what the workload's
 * annotation carries. `schema/plan-request.schema.json` is its machine-readable form.
 */
export interface PlanRequest {
  readonly schema?: number;
  readonly name?: string;
  readonly namespace?: string;
  /** Catalogue id, path of a `config.json`, or the configuration itself. */
  readonly model: string | ModelConfig;
  /** Catalogue id or a description; left out with `node`, the node's own. */
  readonly accelerator?: string | AcceleratorRequest;
  readonly node?: string | NodeRequest;
  readonly engine?: EngineRequest;
  readonly quantization?: string;
  readonly parallelism?: ParallelismRequest;
  readonly traffic?: TrafficRequest;
  readonly objectives?: ObjectivesRequest;
  readonly platform?: PlatformRequest;
  readonly caches?: CachesRequest;
  readonly prices?: PricesRequest;
  readonly measured?: MeasuredRequest;
  /** Load points, or paths of files that hold them. */
  readonly calibration?: readonly (CalibrationRow | string)[];
  readonly operatingPoint?: OperatingPointRequest;
  readonly scaling?: ScalingRequest;
  readonly workload?: 'leader-worker-set' | 'deployment';
  readonly pins?: readonly PinRequest[];
}

/** A Hugging Face `config.json`, whole or only the fields that decide the geometry. */
export type ModelConfig = Readonly<Record<string, unknown>>;

export interface AcceleratorRequest {
  readonly name: string;
  readonly architecture: string;
  readonly memoryGiB: number;
  readonly memoryBandwidthGBps: number;
  readonly denseTflops: {
    readonly bf16: number;
    readonly fp8?: number;
    readonly fp4?: number;
    readonly int8?: number;
  };
  readonly interconnectGBps?: number;
  readonly pcieGBps?: number;
  readonly resourceName?: string;
}

export interface NodeRequest {
  readonly name: string;
  readonly gpus: number;
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly diskGiB: number;
  /** `efa`, `infiniband`, `roce`, `tcp`. */
  readonly fabric?: string;
  readonly fabricGbps?: number;
  readonly fabricResource?: string;
  readonly fabricResourceCount?: number;
  readonly usdPerHour?: number;
}

export interface ParallelismRequest {
  readonly tensor?: number;
  readonly pipeline?: number;
  readonly data?: number;
  readonly expert?: boolean;
  readonly decodeContext?: number;
}

export interface TrafficRequest {
  /** Left out with a history. */
  readonly peakRequestsPerSecond?: number;
  readonly meanRequestsPerSecond?: number;
  readonly rampRequestsPerSecondPerMinute?: number;
  readonly inputTokens?: number;
  readonly inputTokensP95?: number;
  readonly outputTokens?: number;
  readonly outputTokensP99?: number;
  readonly cachedInputShare?: number;
  readonly routing?: 'load-aware' | 'random';
  /** Path of a trace, or what is known of it; what is stated beside it wins. */
  readonly history?: string | TrafficHistory;
}

export interface ObjectivesRequest {
  readonly timeToFirstTokenP95Ms?: number;
  readonly timePerOutputTokenP95Ms?: number;
  readonly spareReplicas?: number;
}

export interface PlatformRequest {
  readonly kubernetesVersion?: string;
  readonly provider?: string;
  readonly nodeAutoscaler?: string;
  readonly nodeDrainLimitSeconds?: number;
  readonly spotNoticeSeconds?: number;
  readonly gatewayTimeoutSeconds?: number;
  readonly endpointPropagationSeconds?: number;
  readonly scrapeIntervalSeconds?: number;
  readonly gpuQuota?: number;
  /** The node autoscaler serves CapacityBuffers. */
  readonly capacityBuffers?: boolean;
  readonly nodeProvisionSeconds?: number;
  /** Longest grace of the pods that a new replica may have to preempt. */
  readonly preemptionSeconds?: number;
  readonly kubeStateMetrics?: boolean;
  /** Whose backend it is; managed ones keep fewer metrics of kube-state-metrics. */
  readonly metricsBackend?: 'prometheus' | 'amazon' | 'google' | 'azure';
  /** Label matchers that a metrics backend shared by several clusters needs, e.g. `cluster`. */
  readonly metricsMatchers?: Readonly<Record<string, string>>;
}

export interface CachesRequest {
  /** A node waits for a new replica: placeholder pods keep it, or a CapacityBuffer. */
  readonly node?: boolean | 'capacity-buffer';
  readonly image?: boolean;
  readonly weights?: 'none' | 'shared-claim' | 'node-local' | 'object-store' | 'image';
  readonly compile?: boolean;
  /** Rate at which one loading pod reads its weights while others load. */
  readonly weightsReadGBps?: number;
}

export interface PricesRequest {
  readonly usdPerGpuHour?: number;
  readonly source?: string;
}

export interface MeasuredRequest extends MeasuredStart {
  readonly weightsGiBPerGpu?: number;
  readonly kvCacheGiBPerGpu?: number;
  readonly kvCacheTokens?: number;
  readonly maxRequestsPerSecond?: number;
  /** Weights on disk, which a new replica reads. */
  readonly checkpointGiB?: number;
  /** Engine and tensor parallelism of the server that showed all this. */
  readonly engineVersion?: string;
  readonly tensor?: number;
}

export interface OperatingPointRequest {
  readonly concurrency?: number;
  readonly requestsPerSecond?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputShare?: number;
  /** Requests that a benchmark sends in all. */
  readonly numPrompts?: number;
}

export interface PinRequest {
  readonly quantity: string;
  readonly value: number;
  readonly because: string;
}

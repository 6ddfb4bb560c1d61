/** Engine settings of a plan request, under the engine's own names. */
export interface EngineRequest {
  readonly name?: string;
  readonly version?: string;
  /** Image the service runs; only its digest says what that is. */
  readonly image?: string;
  readonly maxModelLen?: number;
  readonly maxNumSeqs?: number;
  readonly maxNumBatchedTokens?: number;
  readonly gpuMemoryUtilization?: number;
  readonly kvCacheDtype?: string;
  readonly blockSize?: number;
  readonly enforceEager?: boolean;
  readonly languageModelOnly?: boolean;
  /** 0 compiles and captures nothing, 1 captures pieces, 2 and 3 are the default. */
  readonly optimizationLevel?: number;
  /** Batch sizes to capture, instead of the engine's list. */
  readonly cudagraphCaptureSizes?: readonly number[];
  readonly schedulingPolicy?: 'fcfs' | 'priority';
  /** Adapters on the base model; there, even empty, it turns them on. */
  readonly lora?: LoraRequest;
  /** Value of `--load-format`. */
  readonly loadFormat?: string;
  readonly prefixCaching?: boolean;
  readonly speculative?: SpeculativeRequest;
}

export interface SpeculativeRequest {
  readonly method: string;
  /** Drafted in a step. */
  readonly tokens: number;
  /** Share of drafts that are kept, each given those before it. */
  readonly acceptance?: number;
}

export interface LoraRequest {
  /** Name in the API: path below the weights, or repository. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Adapters that one batch may mix, each a slot on the GPU. */
  readonly maxLoras?: number;
  readonly maxRank?: number;
  /** Adapters that a worker keeps in host memory. */
  readonly maxCpuLoras?: number;
}

/** Memory of one GPU, and the KV cache that is left of it. */
export interface MemoryPlan {
  /** Whether weights and one sequence of full length fit. */
  readonly fits: boolean;
  /** What is missing on each GPU, GiB; 0 where it fits. */
  readonly missingGiBPerGpu: number;
  /** The smallest change that would fit; empty where it fits. */
  readonly smallestChange: string;
  /** Weights, GiB. */
  readonly weightsGiBPerGpu: number;
  /** What the driver and the communication libraries keep, GiB. */
  readonly nonTorchGiBPerGpu: number;
  /** Largest activations of one step, GiB. */
  readonly activationGiBPerGpu: number;
  /** Captured CUDA graphs, GiB. */
  readonly cudaGraphGiBPerGpu: number;
  /** Slots for adapters, GiB; absent without adapters. */
  readonly loraGiBPerGpu?: number;
  /** What is left for the KV cache, GiB. */
  readonly kvCacheGiBPerGpu: number;
  /** One token in the KV cache, bytes. */
  readonly kvBytesPerTokenPerGpu: number;
  /** State of one sequence beside the KV cache (Mamba, linear attention), bytes. */
  readonly stateBytesPerSequencePerGpu: number;
  /** Tokens of one KV block. */
  readonly blockSize: number;
  /** KV blocks of one data-parallel rank. */
  readonly blocks: number;
  /** Tokens that the KV cache holds, as the engine's own log line counts them, for one data-parallel rank. */
  readonly kvCacheTokens: number;
  /** Sequences of `maxModelLen` that fit, for one data-parallel rank. */
  readonly maxConcurrency: number;
}

/** Predicted latency and throughput of one replica at the requested operating point. */
export interface SpeedPrediction {
  /** Mean time per output token, ms. */
  readonly timePerOutputTokenMs: number;
  /** Mean time to first token, ms. */
  readonly timeToFirstTokenMs: number;
  /** Mean time from request to last token, ms. */
  readonly endToEndMs: number;
  /** Tokens that the replica writes, per second. */
  readonly outputTokensPerSecond: number;
  /** Requests in flight. */
  readonly inFlight: number;
}

/** The linear step model T = base + perSequence · n + perInputToken · p, at the operating shape. */
export interface SpeedPlan {
  /** Length of a step that carries nothing: weights are read once, ms. */
  readonly baseStepMs: number;
  /** What one running sequence adds, ms. */
  readonly perSequenceMs: number;
  /** What one token of a prompt adds, ms. */
  readonly perInputTokenMs: number;
  /** Prediction at `operatingPoint`; absent without one. */
  readonly prediction?: SpeedPrediction;
  /** What the model was calibrated with; absent without load points of this parallelism. */
  readonly calibration?: SpeedCalibration;
}

/** Load points that the speed of a plan rests on. */
export interface SpeedCalibration {
  /** Load points of the chosen parallelism; repeats count once. */
  readonly points: number;
  /** Mean error of each point predicted from the others, as a share; absent for a single one. */
  readonly meanError?: number;
  readonly leastConcurrency: number;
  /** Requests in flight past which nothing is planned. */
  readonly largestConcurrency: number;
  /** Requests in flight past which throughput hardly grows; absent for fewer than three points. */
  readonly kneeConcurrency?: number;
}

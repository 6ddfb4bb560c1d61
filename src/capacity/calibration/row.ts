import type { StartupStage } from '../measured-stages';

/** One load point of a benchmark on one replica. */
export interface CalibrationRow {
  /** Closed loop: requests in flight on the whole replica. */
  readonly concurrency?: number;
  /** Open loop: arrivals per second; beside `concurrency` whichever binds. */
  readonly requestsPerSecond?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputShare?: number;
  /** Mean; all times are. */
  readonly timePerOutputTokenMs: number;
  readonly timeToFirstTokenMs?: number;
  readonly outputTokensPerSecond?: number;
  /** Requests of the run: no more than that are ever in flight. */
  readonly numPrompts?: number;
  /** A model's word and no server's. */
  readonly simulated?: boolean;
  /** What it was measured on; where stated, another candidate does not use the row. */
  readonly tensor?: number;
  readonly pipeline?: number;
  readonly data?: number;
  readonly engine?: string;
  readonly engineVersion?: string;
  readonly gpu?: string;
  readonly note?: string;
}

/** What the memory of a running server showed. */
export interface MeasuredServer {
  readonly weightsGiBPerGpu?: number;
  readonly kvCacheGiBPerGpu?: number;
  readonly kvCacheTokens?: number;
  readonly startupStages?: readonly StartupStage[];
  /** Engine and tensor parallelism of that server. */
  readonly engineVersion?: string;
  readonly tensor?: number;
}

/** What ran, as far as the file says. */
export interface Provenance {
  readonly engine?: string;
  readonly engineVersion?: string;
  readonly gpu?: string;
  /** Engine arguments under the engine's own names. */
  readonly flags: Readonly<Record<string, string>>;
}

/** What a file tells. */
export interface CalibrationReading {
  readonly rows: readonly CalibrationRow[];
  readonly measured: MeasuredServer;
  readonly startupStages: readonly StartupStage[];
  readonly provenance: Provenance;
}

import type { Place, Sited } from './place';

export type EngineName =
  | 'vllm'
  | 'sglang'
  | 'tensorrt-llm'
  | 'tgi'
  | 'triton'
  | 'ollama'
  | 'llama.cpp'
  | 'lmdeploy';

/** The engine of a container, from its image and its command line. */
export interface EngineView extends Place {
  readonly name: EngineName;
  /** A release such as `0.18.1`; absent where the image does not tell (`latest`, a digest). */
  readonly version?: string;
  /**
   * Flags with hyphens only and their last value, each `true` without a value:
   * `--tensor-parallel-size` for `-tp` and for `--tensor_parallel_size` too.
   */
  readonly flags: ReadonlyMap<string, Sited<string | true>>;
  /** The container serves HTTP; not the worker of a group (`--headless`, `ray start`). */
  readonly isServer: boolean;
  readonly port: number;
  /** Id or path of the model, and the names it is served under. */
  readonly model?: string;
  readonly servedNames: readonly string[];
  /** Ranks; 1 where not stated. */
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  /** Requests that run at once, where stated. */
  readonly maxNumSeqs?: number;
}

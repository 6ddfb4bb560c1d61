import type { EngineSpeed } from '../engines/speed';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { Efficiency } from '../facts/efficiency';
import type { ModelGeometry, WeightFormat } from '../facts/model/geometry';
import type { KvOptions } from './kv-geometry';
import type { Parallelism } from './parallelism';
import type { Speculation } from './speculation';
import type { WeightShare } from './weights';

/** What decides how long one engine step takes. */
export interface StepInputs {
  readonly model: ModelGeometry;
  readonly format: WeightFormat;
  readonly weights: WeightShare;
  readonly parallelism: Parallelism;
  readonly accelerator: AcceleratorRow;
  readonly efficiency: Efficiency;
  readonly speed: EngineSpeed;
  /** Link that carries tensor parallelism, one direction. */
  readonly tensorLinkGBps: number;
  readonly tensorLinkIsPcie: boolean;
  /** Link between pipeline stages on different nodes, one direction. */
  readonly stageLinkGBps: number;
  readonly kv: KvOptions;
  readonly speculation: Speculation;
  /** `max_num_batched_tokens`. */
  readonly tokensPerStep: number;
  /** Length of an empty step over that of one which runs from graphs entirely. */
  readonly graphFactor: number;
}

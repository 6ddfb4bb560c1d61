/** How one replica is spread over GPUs. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  /** Experts spread over tensor × data ranks. */
  readonly expert: boolean;
  readonly decodeContext: number;
}

/** GPUs of one replica. */
export function gpusOf({ tensor, pipeline, data }: Parallelism): number {
  return tensor * pipeline * data;
}

/** GPUs that are paid for, and who holds them when the load is lowest. */
export interface OffPeakInputs {
  readonly gpus: number;
  readonly gpusAtMin: number;
  readonly gpusPerPod: number;
}

/** Batch pods that fit beside the service at its minimum. */
export function offPeakPods({ gpus, gpusAtMin, gpusPerPod }: OffPeakInputs): number {
  return Math.max(0, Math.floor((gpus - gpusAtMin) / gpusPerPod));
}

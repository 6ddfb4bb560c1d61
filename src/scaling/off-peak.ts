import { everyPod, type SeriesScope } from './promql';

export interface IdleInputs {
  /** GPUs that are paid for. */
  readonly gpus: number;
  /** GPUs of one pod of the service. */
  readonly gpusPerServicePod: number;
  readonly gpusPerBatchPod: number;
  /** Whether the service may have no pod at all. */
  readonly mayBeZero: boolean;
}

/**
 * Batch pods for which GPUs are idle. Every pod of the service counts, also one that still waits
 * for its GPUs, so that batch work gives way before it is preempted.
 */
export function idlePodsQuery(scope: SeriesScope, inputs: IdleInputs): string {
  const { gpus, gpusPerServicePod, gpusPerBatchPod, mayBeZero } = inputs;
  // Without a pod there is no series; with a minimum, none means that nobody knows.
  const pods = mayBeZero ? `(${everyPod(scope)} or vector(0))` : everyPod(scope);
  return `clamp_min(floor((${gpus} - ${gpusPerServicePod} * ${pods}) / ${gpusPerBatchPod}), 0)`;
}

import { answers, everyPod, PHASE_METRIC, type SeriesScope } from './promql';

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
  const none = `(vector(0) and ${answers(scope, PHASE_METRIC)})`;
  const pods = mayBeZero ? `(${everyPod(scope)} or ${none})` : everyPod(scope);
  return `clamp_min(floor((${gpus} - ${gpusPerServicePod} * ${pods}) / ${gpusPerBatchPod}), 0)`;
}

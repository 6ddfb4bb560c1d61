import type { PlanAnswer } from '../capacity/answer';
import { offPeakPods } from '../capacity/off-peak';
import type { PlanRequest } from '../capacity/request';
import { releaseOf } from '../engines/release';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import type { CronWindow } from '../kube/cron';
import { idlePodsQuery } from '../scaling/off-peak';
import { scopeOf } from './scaling-section';

/** What is stated about the batch work beside a service. */
export interface OffPeakRequest {
  /** GPUs that are paid for day and night; left out, those at the service's peak. */
  readonly gpus?: number;
  /** GPUs of one batch pod; left out, those of one pod of the service. */
  readonly gpusPerPod?: number;
  readonly drainSeconds: number;
  readonly command?: readonly string[];
  /** Left out: whenever GPUs are idle. */
  readonly window?: Omit<CronWindow, 'replicas'>;
}

/** The numbers of the batch work beside a service. */
export interface OffPeakPlan {
  readonly pods: number;
  readonly gpusPerPod: number;
  /** Longest that a new replica of the service waits for a batch pod to end, seconds. */
  readonly delaySeconds: number;
  /** Batch pods for which GPUs are idle, as PromQL; absent within a window. */
  readonly query?: string;
}

/** Pods, pace and trigger of batch work on the GPUs that a service leaves idle. */
export function offPeakPlan(
  request: PlanRequest,
  answer: PlanAnswer,
  { gpus, gpusPerPod, drainSeconds, window }: OffPeakRequest,
): OffPeakPlan {
  const { gpus: perReplica = 1, nodes = 1 } = answer.replica ?? {};
  const { gpusAtPeak = 0, gpusAtMin = 0, minReplicas = 1 } = answer.fleet ?? {};
  const gpusPerServicePod = Math.ceil(perReplica / nodes);
  const each = gpusPerPod ?? gpusPerServicePod;
  const paid = gpus ?? gpusAtPeak;
  const { name, namespace } = answer;
  const engine = { version: releaseOf(request.engine?.version ?? '') ?? defaultEngineVersion };
  const query = (): string =>
    idlePodsQuery(scopeOf({ request, name, namespace, engine }), {
      gpus: paid,
      gpusPerServicePod,
      gpusPerBatchPod: each,
      mayBeZero: minReplicas === 0,
    });
  return {
    pods: offPeakPods({ gpus: paid, gpusAtMin, gpusPerPod: each }),
    gpusPerPod: each,
    delaySeconds: drainSeconds,
    ...(window ? {} : { query: query() }),
  };
}

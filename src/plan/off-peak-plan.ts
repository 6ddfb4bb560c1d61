import type { PlanAnswer } from '../capacity/answer';
import { offPeakPods } from '../capacity/off-peak';
import type { PlanRequest } from '../capacity/request';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import { type CronWindow, cronViolations } from '../kube/cron';
import { idlePodsQuery } from '../scaling/off-peak';
import type { Violation } from '../violations';
import { scopeOf } from './scaling-section';

/** What is stated about the batch work beside a service. */
export interface OffPeakRequest {
  /** GPUs that are paid for day and night; left out, those at the service's peak. */
  readonly gpus?: number;
  /** GPUs of one batch pod; left out, those of one pod of the service. */
  readonly gpusPerPod?: number;
  readonly drainSeconds: number;
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
  const engine = { version: request.engine?.version ?? defaultEngineVersion };
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

/** Why batch work cannot run beside a service as stated, in the words of its props. */
export function offPeakViolations(
  request: PlanRequest,
  answer: PlanAnswer,
  stated: OffPeakRequest,
): Violation[] {
  return [
    ...fixedViolations(answer),
    ...delayViolations(request, answer, stated),
    ...roomViolations(request, answer, stated),
    ...windowViolations(request, stated),
  ];
}

/** What a fixed number of replicas leaves idle is idle day and night. */
function fixedViolations({ name, fleet }: PlanAnswer): Violation[] {
  if (!fleet || fleet.minReplicas < fleet.maxReplicas) return [];
  return [
    {
      path: 'service',
      value: name,
      allowed: `autoscaled: ${fleet.minReplicas} replicas at all times leave nothing idle at night that they need by day`,
      fix: 'run the batch work as a Deployment of its own',
    },
  ];
}

/** A delay that the service's own plan does not count would make its growth too small. */
function delayViolations(
  { platform }: PlanRequest,
  { name }: PlanAnswer,
  { drainSeconds }: OffPeakRequest,
): Violation[] {
  const counted = platform?.preemptionSeconds ?? 0;
  if (drainSeconds <= counted) return [];
  return [
    {
      path: 'drain',
      value: `${drainSeconds} s`,
      allowed: `at most the ${counted} s that the plan of '${name}' counts for pods it preempts`,
      fix: `state preemptionWait: Duration.seconds(${drainSeconds}) on '${name}', or a shorter drain`,
    },
  ];
}

function roomViolations(
  request: PlanRequest,
  answer: PlanAnswer,
  stated: OffPeakRequest,
): Violation[] {
  const { pods, gpusPerPod } = offPeakPlan(request, answer, stated);
  if (pods > 0) return [];
  const { gpusAtMin = 0, gpusAtPeak = 0 } = answer.fleet ?? {};
  return [
    {
      path: 'gpus',
      value: stated.gpus ?? gpusAtPeak,
      allowed: `at least ${gpusAtMin + gpusPerPod}: '${answer.name}' holds ${gpusAtMin} at its minimum, a batch pod takes ${gpusPerPod}`,
      fix: `state the GPUs that are paid for day and night, or fewer 'gpusPerPod'`,
    },
  ];
}

function windowViolations({ platform }: PlanRequest, { window }: OffPeakRequest): Violation[] {
  if (window) {
    return cronViolations('window', { ...window, replicas: 1 }).map((violation) => ({
      ...violation,
      path: violation.path.replace('/', '.'),
    }));
  }
  if (platform?.kubeStateMetrics ?? true) return [];
  return [
    {
      path: 'window',
      value: undefined,
      allowed:
        'given on a platform without kube-state-metrics: nothing else tells how many GPUs are idle',
      fix: 'state when the service rests, or scrape kube-state-metrics',
    },
  ];
}

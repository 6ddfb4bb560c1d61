import type { PlanAnswer } from '../capacity/answer';
import type { PlanRequest } from '../capacity/request';
import { resolveRequest } from '../capacity/resolve';
import { cronViolations } from '../kube/cron';
import type { Violation } from '../violations';
import { type OffPeakRequest, offPeakPlan } from './off-peak-plan';

/** Why batch work cannot run beside a service as stated, in the words of its props. */
export function offPeakViolations(
  request: PlanRequest,
  answer: PlanAnswer,
  stated: OffPeakRequest,
): Violation[] {
  const ofNumbers = [...rangeViolations(stated), ...podViolations(request, answer, stated)];
  return [
    ...commandViolations(stated),
    ...fixedViolations(answer),
    ...ofNumbers,
    // Numbers without sense have no room that could be told.
    ...(ofNumbers.length > 0 ? [] : roomViolations(request, answer, stated)),
    ...delayViolations(request, answer, stated),
    ...windowViolations(request, stated),
  ];
}

/** Without one the image's own entry point would start a second server. */
function commandViolations({ command = [] }: OffPeakRequest): Violation[] {
  if (command.length > 0) return [];
  const allowed = 'a program and its arguments';
  const fix = "e.g. ['python3', '/app/evaluate.py']";
  return [{ path: 'command', value: command, allowed, fix }];
}

function rangeViolations({ gpus, gpusPerPod, drainSeconds }: OffPeakRequest): Violation[] {
  const counts = Object.entries({ gpus, gpusPerPod })
    .filter(([, value]) => value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
    .map(([path, value]) => ({
      path,
      value,
      allowed: 'a whole number, at least 1',
      fix: 'state how many GPUs, or leave it out',
    }));
  const isWhole = Number.isInteger(drainSeconds);
  if (isWhole && drainSeconds >= 1 && drainSeconds <= LONGEST_DRAIN) return counts;
  const drain = {
    path: 'drain',
    value: `${drainSeconds} s`,
    allowed: 'whole seconds, from 1 s to 1 h',
  };
  return [...counts, { ...drain, fix: 'state Duration.seconds(30)' }];
}

const LONGEST_DRAIN = 3600;

/** A pod is on one node. */
function podViolations(
  request: PlanRequest,
  { choice }: PlanAnswer,
  { gpusPerPod = 1 }: OffPeakRequest,
): Violation[] {
  const node = resolveRequest(request).nodes.find(({ id }) => id === choice.node);
  if (node === undefined || gpusPerPod <= node.gpus) return [];
  return [
    {
      path: 'gpusPerPod',
      value: gpusPerPod,
      allowed: `at most ${node.gpus}, the GPUs of ${choice.node}`,
      fix: 'run more and smaller pods',
    },
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

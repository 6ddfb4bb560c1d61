import { drainAdvice } from '../drain/advice';
import { type Leaving, leavings } from '../drain/leaving';
import { leavesNothing } from '../drain/window';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { counted } from '../service/titles';

export const preStopLeavesGrace: Rule = {
  id: 'R27',
  name: 'pre-stop-leaves-grace',
  severity: 'error',
  sentence: 'A preStop hook ends as soon as it can, and leaves the engine its time.',
  why: 'The hook spends the grace period: SIGTERM comes with what is left of it, and with 2 s where nothing is left. A hook that always takes its whole time holds the GPUs of an idle pod for all of it, at each scale-in, roll-out and node drain.',
  fix: 'sleep for the propagation of endpoints only, then wait for idle gauges or let --shutdown-timeout drain',
  source:
    'kubernetes pod-lifecycle, Pod termination; kubernetes.io/docs/concepts/containers/container-lifecycle-hooks',
  check: (view) => leavings(view).flatMap(problems),
};

/** Cloud load balancers forget a pod within a minute: what is slept longer is meant for answers. */
const PROPAGATION_AT_MOST_SECONDS = 60;

/** The least that the kubelet leaves after a hook. */
const LEAST_AFTER_HOOK_SECONDS = 2;

function problems(leaving: Leaving): Problem[] {
  const { hook, grace } = leaving;
  if (!hook) return [];
  const { leastSeconds, kind } = hook;
  const isRefused = kind === 'sleep' && leastSeconds > grace.value;
  const isOver = isRefused || leavesNothing(leaving);
  if (!isOver && leastSeconds <= PROPAGATION_AT_MOST_SECONDS) return [];
  return [
    {
      object: hook.object,
      path: hook.path,
      severity: isOver ? 'error' : 'warning',
      message: isRefused
        ? `preStop sleeps ${leastSeconds} s and the grace period is ${grace.value} s: the API refuses the pod`
        : isOver
          ? spent(leaving, leastSeconds)
          : `the hook always takes ${leastSeconds} s: ${held(leaving, leastSeconds)}`,
      arithmetic: {
        columns: ['', 's'],
        rows: [
          ['preStop, always', leastSeconds],
          ['grace period', grace.value],
          ['left for SIGTERM', left(leaving, leastSeconds)],
        ],
      },
      fix: drainAdvice(leaving),
    },
  ];
}

function left({ grace }: Leaving, leastSeconds: number): number {
  return Math.max(grace.value - leastSeconds, LEAST_AFTER_HOOK_SECONDS);
}

function spent(leaving: Leaving, leastSeconds: number): string {
  const { grace, flagSeconds, onSigterm } = leaving;
  const head = `the hook takes ${leastSeconds} s of a grace period of ${grace.value} s, and SIGTERM comes with ${left(leaving, leastSeconds)} s left`;
  if (onSigterm === 'finished' && flagSeconds > 0) {
    return `${head}: the drain of --shutdown-timeout=${flagSeconds} never happens`;
  }
  return leastSeconds > PROPAGATION_AT_MOST_SECONDS
    ? `${head}: ${held(leaving, leastSeconds)}`
    : `${head}: the engine is killed while it ends`;
}

/** What an idle pod costs on its way out. */
function held({ service }: Leaving, leastSeconds: number): string {
  const { gpusPerReplica } = service;
  const minutes = Math.round((gpusPerReplica * leastSeconds) / 60);
  return `each pod that leaves, an idle one too, holds ${counted(gpusPerReplica, 'GPU')} for it, ${minutes} GPU-minutes`;
}

import { restartedAfterSeconds } from '../../kube/probes';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isKilledAlways, type StartEstimate, startEstimate } from '../service/start';
import type { EngineView } from '../view/engine-view';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const startupBudgetCoversColdStart: Rule = {
  id: 'R20',
  name: 'startup-budget-covers-cold-start',
  severity: 'error',
  sentence: 'A startup probe waits for longer than a cold start takes',
  why: 'The kubelet restarts a container whose startup probe fails to the end of its budget. A budget below the cold start restarts the server while it loads, and the next start begins anew: the replica never serves.',
  fix: 'raise failureThreshold until period × failureThreshold covers a start with cold caches',
  source: 'kserve/kserve#5062; vllm-project/aibrix#772; volcano-sh/kthena#943',
  check: ({ services }: LintView) =>
    services.flatMap((service) => service.pods.flatMap((pod) => problemsOf(service, pod))),
};

/** What a start takes; the best case is what even a lucky one takes. */
interface Need extends Omit<StartEstimate, 'arithmetic' | 'weights'> {
  readonly because: string;
  /** What `longSeconds` are. */
  readonly often: string;
  readonly arithmetic?: StartEstimate['arithmetic'];
}

function problemsOf(service: ServiceView, pod: PodView): Problem[] {
  const { server } = pod;
  const startup = server?.probes.startup;
  if (!server?.engine?.isServer || !startup) return [];
  const need = needOf(service, pod, server, server.engine);
  const seconds = restartedAfterSeconds(startup);
  if (seconds >= need.longSeconds) return [];
  const isAlways = isKilledAlways(seconds, need);
  const given = `startupProbe gives '${server.name}' ${seconds} s, and ${need.because}`;
  const budget = Math.ceil(need.slowSeconds / 60) * 60;
  const failures = Math.ceil((budget - startup.initialDelaySeconds) / startup.periodSeconds);
  return [
    {
      object: startup.object,
      path: [...startup.path, 'failureThreshold'],
      severity: isAlways ? 'error' : 'warning',
      message: isAlways
        ? `${given} takes ${usually(seconds, need)}`
        : `${given} ${need.often} ${need.longSeconds} s: it is killed while it loads`,
      arithmetic: need.arithmetic,
      fix: `write failureThreshold: ${failures}, which is ${budget} s: enough for 19 starts in 20 with cold caches`,
    },
  ];
}

function usually(seconds: number, { bestSeconds, usualSeconds }: Need): string {
  return seconds < bestSeconds
    ? `${bestSeconds} s at best: it is killed while it loads, every time`
    : `${usualSeconds} s as a rule: it is killed while it loads, again and again`;
}

function needOf(
  { plan }: ServiceView,
  pod: PodView,
  server: ContainerView,
  engine: EngineView,
): Need {
  if (plan) {
    return {
      bestSeconds: Math.floor(plan.coldStart.inContainerSeconds),
      usualSeconds: Math.floor(plan.coldStart.inContainerSeconds),
      longSeconds: plan.probes.startupBudgetSeconds,
      slowSeconds: plan.probes.startupBudgetSeconds,
      because: 'a start by its own plan',
      often: 'may take',
    };
  }
  const estimate = startEstimate(pod, server, engine);
  const because = estimate.weights ? `a start with ${estimate.weights}` : 'a start with any model';
  return { ...estimate, because, often: 'takes in one case of five more than' };
}

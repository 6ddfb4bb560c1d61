import { type Leaving, leavings } from '../drain/leaving';
import { nodeLimits, type OuterLimit, spotLimits } from '../drain/outer-limits';
import { longestAnswerSeconds, longestSeconds, losesStreams, windowSeconds } from '../drain/window';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { LintView } from '../view/view';

export const outerLimitsExceedDrain: Rule = {
  id: 'R19',
  name: 'outer-limits-exceed-drain',
  severity: 'warning',
  sentence: 'Nobody above the pod cuts a drain or an answer before the pod does.',
  why: 'The grace period binds the kubelet only. Karpenter, cluster-autoscaler, a node upgrade and the provider of a spot node take the node when their own limit is over, and a route ends a stream at its timeout, however long the pod would wait.',
  fix: 'raise the outer limit above the drain, or lower the longest output',
  source:
    'karpenter pkg/apis/v1/nodepool.go; cluster-autoscaler FAQ, max-graceful-termination-sec; Gateway API HTTPRouteTimeouts; maximhq/bifrost#1923',
  check: (view) => leavings(view).flatMap((leaving) => problems(leaving, view)),
};

function problems(leaving: Leaving, { nodePools, site }: LintView): Problem[] {
  const { grace } = leaving;
  const spot = nodeProblems(
    leaving,
    Math.max(drainSeconds(leaving), longestAnswerSeconds(leaving)),
    spotLimits(leaving, nodePools, site),
  );
  if (losesStreams(leaving)) return spot;
  const drain = leaving.onSigterm === 'unknown' ? grace.value : drainSeconds(leaving);
  return [
    ...spot,
    ...nodeProblems(leaving, drain, nodeLimits(leaving, nodePools, site)),
    ...routeProblems(leaving, site.gatewayTimeoutSeconds),
  ];
}

function drainSeconds(leaving: Leaving): number {
  const { grace } = leaving;
  return Math.min(longestSeconds(leaving) ?? grace.value, grace.value);
}

function nodeProblems(
  { grace }: Leaving,
  seconds: number,
  limits: readonly OuterLimit[],
): Problem[] {
  const needed = Math.ceil(seconds);
  return limits
    .filter((limit) => limit.seconds < needed)
    .map((limit) => ({
      object: (limit.place ?? grace).object,
      path: (limit.place ?? grace).path,
      message: `${limit.who} after ${limit.seconds} s, and a pod may need ${needed} s to finish its answers: the longest are cut`,
      arithmetic: {
        columns: ['', 's'],
        rows: [
          ['last answers, at most', needed],
          ['the node is gone after', limit.seconds],
        ],
      },
      fix: limit.fixFor(needed),
    }));
}

/** Only against what is planned or what the pod waits for: nobody else knows how long answers are. */
function routeProblems(leaving: Leaving, siteSeconds: number | undefined): Problem[] {
  const { service, flagSeconds, grace } = leaving;
  const awaited = flagSeconds > 0 ? flagSeconds : windowSeconds(leaving);
  const answer = service.plan ? longestAnswerSeconds(leaving) : awaited;
  const isMeant = service.plan !== undefined || flagSeconds > 0 || leaving.hook?.pollsGauges;
  if (!isMeant) return [];
  const stated = service.routes.flatMap(({ timeoutSeconds }) => timeoutSeconds ?? []);
  const limits =
    stated.length > 0 || siteSeconds === undefined ? stated : [{ ...grace, value: siteSeconds }];
  return limits
    .filter(({ value }) => value < answer)
    .map(({ object, path, value }) => ({
      object,
      path,
      message: `the route ends an answer after ${value} s, and the pod waits ${Math.floor(answer)} s for one: longer answers are cut at any time, not only in a drain`,
      fix: `raise the timeout of the route to ${Math.ceil(answer)}s or more, or lower the longest output`,
    }));
}

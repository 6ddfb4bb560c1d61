import { resolveIntOrPercent } from '../../kube/int-or-percent';
import type { Problem } from '../finding';
import { map } from '../read/json';
import { selects } from '../read/selector';
import type { Rule } from '../rule';
import { groupSize, replicaBounds } from '../service/bounds';
import { counted, titleOf } from '../service/titles';
import type { ManifestObject, Sited } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { BudgetView, LintView, ServiceView } from '../view/view';

export const budgetLetsNodesDrain: Rule = {
  id: 'R36',
  name: 'budget-lets-nodes-drain',
  severity: 'error',
  sentence: 'One PodDisruptionBudget covers the pods of a service and lets at least one of them go',
  why: 'A budget that allows no eviction keeps every node of the service from being drained: upgrades hang until they time out and then kill pods without regard. Two budgets on one pod make each eviction fail with 500. Without a budget a drain may take all replicas at once.',
  fix: 'write one PodDisruptionBudget with maxUnavailable: 1 over all pods of the service',
  source:
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/; measured: eviction answers 500 under two budgets, Kubernetes 1.36.3, 2026-11-23',
  check: ({ services, objects }: LintView) => {
    if (services.length === 0) return [];
    const empty = objects.filter(isWithoutSelector);
    // One that takes no pod was meant to take these.
    const judged = services.filter(({ budgets }) => budgets.length > 0 || empty.length === 0);
    return [...judged.flatMap(problemsOf), ...empty.map(ofNothing)];
  },
};

/** policy/v1 takes an empty selector for all pods and a missing one for none. */
function isWithoutSelector({ kind, apiVersion, content }: ManifestObject): boolean {
  return (
    kind === 'PodDisruptionBudget' &&
    apiVersion === 'policy/v1' &&
    map(content, 'spec', 'selector') === undefined
  );
}

function ofNothing(object: ManifestObject): Problem {
  const message = `${titleOf(object)} has no selector, and protects no pod`;
  const fix = 'write selector: { matchLabels: … } with labels of the pods';
  return { object, path: ['spec'], message, fix };
}

function problemsOf(service: ServiceView): Problem[] {
  const { budgets } = service;
  const twice = doubled(service);
  if (twice) return [twice];
  if (budgets.length === 0) return absent(service);
  return budgets.flatMap((budget) => {
    const stuck = blocked(service, budget);
    return stuck ? [stuck] : [...leaderOnly(service, budget), ...loading(budget)];
  });
}

/** Two budgets that select the same pods. */
function doubled({ budgets, pods }: ServiceView): Problem | undefined {
  for (const pod of pods) {
    const [first, second] = budgets.filter(({ selector }) => selects(selector, pod.labels));
    if (!second) continue;
    const message = `${titleOf(first.object)} and ${titleOf(second.object)} select the same pods: each eviction of one fails with 500, and no node of them drains`;
    return { ...placeOf(second, 'selector'), message, fix: 'keep one of the two' };
  }
  return undefined;
}

function absent(service: ServiceView): Problem[] {
  const { most } = replicaBounds(service);
  if (most < 2) return [];
  const { object } = service;
  const message = `no PodDisruptionBudget here covers ${titleOf(service)}: a drain of several nodes may take all of up to ${most} replicas at once`;
  return [{ object, path: ['metadata', 'name'], message, severity: 'info' }];
}

/** Kubernetes rounds a percentage of either kind up. */
function blocked(service: ServiceView, budget: BudgetView): Problem | undefined {
  const { minAvailable, maxUnavailable } = budget;
  const inReplica = groupSize({
    pods: service.pods.filter(({ labels }) => selects(budget.selector, labels)),
  });
  const { least, most } = replicaBounds(service);
  const few = Math.max(least, 1) * inReplica;
  const many = most * inReplica;
  if (maxUnavailable) {
    if (resolveIntOrPercent(maxUnavailable.value, few, 'up') !== 0) return undefined;
    return refusal(maxUnavailable, 'maxUnavailable', 'lets no pod go', true);
  }
  if (!minAvailable) return undefined;
  const allowed = (pods: number): number =>
    pods - (resolveIntOrPercent(minAvailable.value, pods, 'up') ?? 0);
  if (allowed(few) > 0) return undefined;
  const isAlways = allowed(many) <= 0;
  const effect = isAlways
    ? `keeps all ${counted(many, 'pod')}`
    : `keeps all ${counted(few, 'pod')} of the minimum`;
  return refusal(minAvailable, 'minAvailable', effect, isAlways);
}

function refusal(
  { object, path, value }: Sited<string | number>,
  key: string,
  effect: string,
  isAlways: boolean,
): Problem {
  return {
    object,
    path,
    severity: isAlways ? 'error' : 'warning',
    message: `${key}: ${value} ${effect}: ${isAlways ? 'no node with one of them can be drained' : 'no node can be drained while nothing is scaled up'}`,
    fix: 'write maxUnavailable: 1 in its place',
  };
}

/** A worker that is evicted takes its whole group along, whatever the budget of the leaders says. */
function leaderOnly({ pods }: ServiceView, budget: BudgetView): Problem[] {
  const taken = (pod: PodView): boolean => selects(budget.selector, pod.labels);
  if (groupSize({ pods }) < 2 || pods.every(taken) || !pods.some(taken)) return [];
  const message = `${titleOf(budget.object)} covers some pods of a group: the drain of a node with one of the others still ends the whole group`;
  const fix =
    'select all pods of the groups: leaderworkerset.sigs.k8s.io/name without worker-index';
  return [{ ...placeOf(budget, 'selector'), message, severity: 'warning', fix }];
}

function loading({ unhealthyPodEvictionPolicy, ...budget }: BudgetView): Problem[] {
  if (unhealthyPodEvictionPolicy === 'AlwaysAllow') return [];
  const message = `${titleOf(budget.object)} protects pods that still load a model: a node with one is not drained before it serves, while another is down`;
  const fix = 'write unhealthyPodEvictionPolicy: AlwaysAllow';
  return [{ ...placeOf(budget, 'unhealthyPodEvictionPolicy'), message, severity: 'info', fix }];
}

function placeOf(
  { object }: Pick<BudgetView, 'object'>,
  key: string,
): Pick<Problem, 'object' | 'path'> {
  return { object, path: ['spec', key] };
}

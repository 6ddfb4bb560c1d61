import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { titleOf } from '../service/titles';
import type { LintView, ServiceView } from '../view/view';

export const groupUnavailableOne: Rule = {
  id: 'R58',
  name: 'group-unavailable-one',
  severity: 'info',
  sentence: 'A LeaderWorkerSet states a maxUnavailable that it keeps',
  why: 'LeaderWorkerSet hands maxUnavailable to its StatefulSet, whose gate MaxUnavailableStatefulSet is off unless somebody set it: the number is ignored without a word, and groups are replaced one after another.',
  fix: 'write maxUnavailable: 1, or maxSurge where GPUs are free',
  source:
    'kubernetes/enhancements#961; measured: Kubernetes 1.36.3 and LWS 0.9.0, six groups one by one in 120 s, two by two in 60 s with the gate, 2026-11-23',
  check: ({ services }: LintView) => services.flatMap(problemsOf),
};

function problemsOf(service: ServiceView): Problem[] {
  const { object, path, value, isDefault } = service.rollout.unavailable;
  if (service.kind !== 'LeaderWorkerSet' || isDefault || value <= 1) return [];
  const message = `maxUnavailable of ${value} groups counts as 1 unless the cluster has the gate MaxUnavailableStatefulSet: a roll-out of ${titleOf(service)} takes ${value} times as long as this says`;
  return [{ object, path, message }];
}

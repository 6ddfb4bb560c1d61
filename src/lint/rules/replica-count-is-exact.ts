import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { ScalerView, TriggerView } from '../view/scaler-view';

export const replicaCountIsExact: Rule = {
  id: 'R68',
  name: 'replica-count-is-exact',
  severity: 'warning',
  sentence:
    'A metric that is a number of replicas is not rounded away by the tolerance of the HPA.',
  why: 'The HPA ignores what differs by a tenth or less. Where the metric is the number of replicas that somebody worked out, one more or less is never reached from ten replicas on, two from twenty.',
  fix: 'set behavior.scaleUp.tolerance and behavior.scaleDown.tolerance to 0 (Kubernetes 1.35 and later)',
  source:
    'kubernetes pkg/controller/podautoscaler/replica_calculator.go; measured with Kubernetes 1.36',
  check: (view) => view.scalers.flatMap(problems),
};

/** From here on a tenth is a whole replica. */
const DEAD_FROM = 10;

function problems(scaler: ScalerView): Problem[] {
  const { maxReplicas, behavior } = scaler;
  const tolerances = [behavior.value.scaleUp?.tolerance, behavior.value.scaleDown?.tolerance];
  if (maxReplicas.value < DEAD_FROM || tolerances.every((tolerance) => tolerance === 0)) return [];
  return scaler.triggers.filter(isReplicaCount).map((trigger) => ({
    ...behavior,
    message: `${nameOf(trigger)} is a number of replicas with a target of 1: at ten replicas nine and eleven are within the tolerance of 10 % and never reached`,
    arithmetic: {
      columns: ['replicas', 'asked for', 'ratio', 'reached'],
      rows: [
        [9, 10, 1.11, 10],
        [10, 11, 1.1, 10],
        [20, 22, 1.1, 20],
      ],
    },
  }));
}

function isReplicaCount(trigger: TriggerView): boolean {
  return trigger.threshold?.value === 1 && /desired_?replicas/i.test(nameOf(trigger));
}

function nameOf({ metric, query }: TriggerView): string {
  return metric?.value ?? query?.value ?? '';
}

import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';

export const idleReplicasZero: Rule = {
  id: 'R9',
  name: 'idle-replicas-zero',
  severity: 'error',
  sentence: 'idleReplicaCount is 0 or absent.',
  why: 'KEDA takes the workload to idleReplicaCount, and its HPA lifts it to the minimum again at the next sync: only at 0 replicas is the HPA switched off. A value of the minimum or more is refused.',
  fix: 'set idleReplicaCount: 0, or take it out and lower minReplicaCount',
  source: 'kedacore/keda#2314; keda.sh, ScaledObject specification, idleReplicaCount',
  check: (view) =>
    modelScalers(view).flatMap(({ idleReplicas, minReplicas }) => {
      if (!idleReplicas || (idleReplicas.value === 0 && minReplicas.value > 0)) return [];
      const { object, path, value } = idleReplicas;
      const isRefused = value >= minReplicas.value;
      return [
        {
          object,
          path,
          message: isRefused
            ? `idleReplicaCount: ${value} is not below the minimum of ${minReplicas.value}: KEDA refuses the ScaledObject`
            : `idleReplicaCount: ${value} is not 0: the HPA lifts the idle workload to ${minReplicas.value} again, and the two take turns`,
          ...(isRefused &&
            value === 0 && { fix: 'take idleReplicaCount out: the minimum is 0 already' }),
        },
      ];
    }),
};

import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import type { ScalerView } from '../view/scaler-view';

export const inertCooldown: Rule = {
  id: 'R8',
  name: 'inert-cooldown',
  severity: 'warning',
  sentence: 'cooldownPeriod and pollingInterval are not relied on where they do nothing.',
  why: 'Between one replica and many the HPA decides, every 15 s and with its own behavior. cooldownPeriod is the wait before the step to zero, or to idleReplicaCount, and nothing else; pollingInterval is the look from zero, and the age of cached metrics. With a minimum of 1 both are read by nobody.',
  fix: 'scale-down is slowed by advanced.horizontalPodAutoscalerConfig.behavior.scaleDown',
  source:
    'kedacore/keda#6844, #7271: pkg/scaling/executor/scale_scaledobjects.go, scaledobject_webhook.go',
  check: (view) =>
    modelScalers(view).flatMap((scaler) => [...cooldown(scaler), ...polling(scaler)]),
};

/** Nothing goes to zero, and KEDA's own loop decides nothing. */
function neverSleeps({ kind, minReplicas, idleReplicas }: ScalerView): boolean {
  return kind === 'keda' && minReplicas.value >= 1 && idleReplicas === undefined;
}

function cooldown(scaler: ScalerView): Problem[] {
  const { cooldownSeconds, minReplicas, behavior } = scaler;
  if (!cooldownSeconds || cooldownSeconds.isDefault || !neverSleeps(scaler)) return [];
  const { object, path, value } = cooldownSeconds;
  const isPaced = behavior.value.scaleDown !== undefined;
  return [
    {
      object,
      path,
      ...(isPaced && { severity: 'info' as const }),
      message: `cooldownPeriod: ${value} is only for the step to zero, and the minimum is ${minReplicas.value}: ${
        isPaced
          ? 'it does nothing beside behavior.scaleDown'
          : 'scale-down takes all replicas it can, 300 s after the load'
      }`,
      fix: isPaced
        ? 'take cooldownPeriod out'
        : `write behavior.scaleDown.stabilizationWindowSeconds: ${Math.min(Math.max(value, 300), 3600)} and a policy instead`,
    },
  ];
}

function polling(scaler: ScalerView): Problem[] {
  const { pollingIntervalSeconds, minReplicas, triggers } = scaler;
  if (!pollingIntervalSeconds || pollingIntervalSeconds.isDefault || !neverSleeps(scaler)) {
    return [];
  }
  if (triggers.some(({ usesCachedMetrics }) => usesCachedMetrics)) return [];
  const { object, path, value } = pollingIntervalSeconds;
  return [
    {
      object,
      path,
      severity: 'info',
      message: `pollingInterval: ${value} is only for the step from zero, and the minimum is ${minReplicas.value}: the HPA asks every 15 s whatever stands here`,
      fix: 'take pollingInterval out',
    },
  ];
}

import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { modelScalers, serviceOf } from '../service/of-scaler';
import { counted } from '../service/titles';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

export const scaleToZeroInOneStep: Rule = {
  id: 'R10',
  name: 'scale-to-zero-in-one-step',
  severity: 'warning',
  sentence:
    'A fleet that may go to zero may go there from any size at once, and only without load.',
  why: 'When no trigger has been active for the cooldown, KEDA sets the replicas to zero itself, from whatever count, past the scale-down policies of the HPA: all of them drain at once, and what comes next waits for a cold start or fails. A trigger is active above its activationThreshold: where that is above the threshold, load for several replicas counts as none.',
  fix: 'set minReplicaCount: 1, or a cooldownPeriod longer than the pauses of your traffic',
  source: 'kedacore/keda#7770; apis/keda/v1alpha1/scaledobject_types.go: minReplicaCount',
  check: (view) =>
    modelScalers(view).flatMap((scaler) => [...problems(scaler, view), ...wakesLate(scaler)]),
};

function problems(scaler: ScalerView, view: LintView): Problem[] {
  const { kind, minReplicas, maxReplicas, idleReplicas, cooldownSeconds } = scaler;
  const lowest = idleReplicas ?? minReplicas;
  const service = serviceOf(view, scaler);
  // A minimum that nobody wrote is told by another rule.
  if (kind !== 'keda' || lowest.value !== 0 || lowest.isDefault || !service) return [];
  const wait = cooldownSeconds?.value ?? 300;
  const gpus = maxReplicas.value * service.gpusPerReplica;
  // Our own plan has weighed it: nothing has been in flight for as long as a slow start takes.
  const idle = service.plan?.scaling?.zero?.idleSeconds;
  if (maxReplicas.value < 2 || (idle !== undefined && idle <= wait)) return [];
  return [
    {
      object: lowest.object,
      path: lowest.path,
      message: `after ${wait} s without an active trigger up to ${maxReplicas.value} replicas with ${counted(gpus, 'GPU')} go to 0 in one step, past every scale-down policy`,
      arithmetic: {
        columns: ['', 'replicas'],
        rows: [
          ['at most before', maxReplicas.value],
          [`after ${wait} s`, 0],
        ],
      },
      fix: 'give the trigger a low activationThreshold, and a cooldownPeriod longer than the pauses of your traffic',
    },
  ];
}

/** Where another trigger is active earlier, that one decides. */
function wakesLate({ kind, minReplicas, idleReplicas, triggers }: ScalerView): Problem[] {
  const lowest = idleReplicas ?? minReplicas;
  const isZero = kind === 'keda' && lowest.value === 0;
  const late = triggers.flatMap((trigger) => {
    const activation = activationOf(trigger);
    const { threshold, object, path } = trigger;
    if (activation === undefined || !threshold || activation <= threshold.value) return [];
    return [
      {
        object,
        path: [...path, 'metadata', 'activationThreshold'],
        message: `activationThreshold: ${activation} is above the threshold of ${threshold.value}: with ${activation} or less the service stays at 0 or goes there, and from ${threshold.value} on a running one grows`,
        arithmetic: {
          columns: ['', 'value of the query'],
          rows: [
            ['a second replica is asked for above', threshold.value],
            ['the first one is asked for above', activation],
          ],
        },
        fix: 'write activationThreshold: "0"',
      },
    ];
  });
  return isZero && late.length === triggers.length ? late : [];
}

function activationOf({ metadata, metricType }: TriggerView): number | undefined {
  const written = (metadata.activationThreshold ?? '').trim();
  const isTotal = metricType.value === 'AverageValue';
  return written === '' || !isTotal || Number.isNaN(Number(written)) ? undefined : Number(written);
}

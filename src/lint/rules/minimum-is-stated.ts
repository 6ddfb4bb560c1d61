import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { groupSize } from '../service/bounds';
import { scalesWhole } from '../service/kinds';
import { modelScalers, serviceOf } from '../service/of-scaler';
import { titleOf } from '../service/titles';
import type { ScalerView } from '../view/scaler-view';
import type { ServiceView } from '../view/view';

export const minimumIsStated: Rule = {
  id: 'R49',
  name: 'minimum-is-stated',
  severity: 'warning',
  sentence: 'The minimum of a scaler is stated, and leaves one replica to spare',
  why: "KEDA's minimum is 0 where none is given: a quiet quarter of an hour takes the last replica away, and the next request meets nobody for a cold start. With one replica each node drain, roll-out and crash is an outage as long.",
  fix: 'write minReplicaCount: 2',
  source: 'kedacore/keda apis/keda/v1alpha1/scaledobject_types.go (minReplicaCount 0)',
  check: (view) =>
    modelScalers(view)
      .filter(scalesWhole)
      .flatMap((scaler) => problemsOf(scaler, serviceOf(view, scaler))),
};

function problemsOf(scaler: ScalerView, service: ServiceView | undefined): Problem[] {
  const { minReplicas, kind, target } = scaler;
  const { object, path, value, isDefault } = minReplicas;
  if (isDefault && kind === 'keda') {
    const message = `no minReplicaCount is KEDA's 0: ${titleOf(target)} goes away when it is quiet, and the next request waits for a whole cold start`;
    const fix = 'write minReplicaCount: 2, or 0 where that is meant';
    return [{ object, path, message, fix }];
  }
  // Its own plan chose the minimum, and says what it means.
  if (value !== 1 || !service || service.plan) return [];
  const size = groupSize(service);
  const what = size > 1 ? `one group of ${size} pods` : 'one replica';
  const message = `a minimum of ${what} has none to spare: each drain, roll-out and crash is an outage of one cold start`;
  const fix = `write ${kind === 'keda' ? 'minReplicaCount' : 'minReplicas'}: 2`;
  return [{ object, path, message, fix, severity: 'info' }];
}

import type { Problem } from '../finding';
import type { ScalerView } from '../view/scaler-view';

/** Numbers of replicas that KEDA or the API refuses. */
export function scalerBoundsProblems(scaler: ScalerView): Problem[] {
  const { object, minReplicas, maxReplicas, kind } = scaler;
  const place = { object: minReplicas.object, path: minReplicas.path };
  // Serving resources raise a maximum that nobody wrote.
  const isKnown = !maxReplicas.isDefault || object.kind === 'ScaledObject';
  if (isKnown && minReplicas.value > maxReplicas.value) {
    const whose = maxReplicas.isDefault ? "KEDA's default maximum" : 'the maximum';
    const message = `a minimum of ${minReplicas.value} is above ${whose} of ${maxReplicas.value}: ${kind === 'keda' ? 'KEDA' : 'the API'} refuses it, and nothing scales`;
    const fix = `raise the maximum to ${minReplicas.value} or more, or lower the minimum to ${maxReplicas.value}`;
    return [{ ...place, message, fix }];
  }
  if (!refusesZero(scaler)) return [];
  const message =
    'minReplicas: 0 without a metric of type Object or External is refused: metrics of pods are gone with the last pod';
  const fix = 'write minReplicas: 1, or scale to zero with a KEDA ScaledObject';
  return [{ ...place, message, fix }];
}

/** Metrics of pods and their resources do not exist at zero. */
function refusesZero({ object, minReplicas, triggers }: ScalerView): boolean {
  const isHpa = object.kind === 'HorizontalPodAutoscaler';
  return isHpa && minReplicas.value === 0 && triggers.every(isOfPods);
}

function isOfPods({ type }: ScalerView['triggers'][number]): boolean {
  return ['Resource', 'ContainerResource', 'Pods'].includes(type);
}

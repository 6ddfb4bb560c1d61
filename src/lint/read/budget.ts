import type { ManifestObject } from '../view/place';
import type { BudgetView } from '../view/view';
import { Cursor } from './cursor';

/** A PodDisruptionBudget with what Kubernetes assumes of what is not written. */
export function readBudget(object: ManifestObject): BudgetView {
  const spec = Cursor.of(object).at('spec');
  const minAvailable = shareOf(spec.at('minAvailable'));
  const maxUnavailable = shareOf(spec.at('maxUnavailable'));
  return {
    object,
    path: [],
    selector: spec.at('selector').map ?? {},
    ...(minAvailable && { minAvailable }),
    ...(maxUnavailable && { maxUnavailable }),
    unhealthyPodEvictionPolicy: spec.at('unhealthyPodEvictionPolicy').text || 'IfHealthyBudget',
  };
}

function shareOf(at: Cursor): BudgetView['minAvailable'] {
  return at.maybe(at.number ?? at.text);
}

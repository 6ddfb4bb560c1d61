import type { ScalerView } from '../view/scaler-view';
import type { Cursor } from './cursor';

/** `scaleTargetRef`: version and kind are assumed each on its own. */
export function readTarget(ref: Cursor): ScalerView['target'] {
  const apiVersion = ref.at('apiVersion').text;
  return {
    apiVersion: apiVersion || 'apps/v1',
    kind: ref.at('kind').text || 'Deployment',
    name: ref.at('name').text ?? '',
    hasApiVersion: Boolean(apiVersion),
    place: ref.place,
  };
}

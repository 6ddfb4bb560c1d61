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

/** The object itself, which asks for a scaler at this place. */
export function ownTarget({ object }: Cursor, { place }: Cursor): ScalerView['target'] {
  const { apiVersion, kind, name } = object;
  return { apiVersion, kind, name, hasApiVersion: true, place };
}

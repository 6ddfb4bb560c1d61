import { inNamespace, mayMeet } from '../read/namespaces';
import type { ManifestObject } from '../view/place';

/** One namespace, or one that `kubectl -n` or a chart's release fills in. */
export function sharesNamespace(one: ManifestObject, other: ManifestObject): boolean {
  return mayMeet(inNamespace(one), inNamespace(other));
}

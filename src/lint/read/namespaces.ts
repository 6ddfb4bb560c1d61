import type { ManifestObject } from '../view/place';
import { text } from './json';

/** An object and the namespace that it states; none where `kubectl -n` or a release fills it in. */
export interface InNamespace {
  readonly object: ManifestObject;
  readonly stated: string | undefined;
}

export function inNamespace(object: ManifestObject): InNamespace {
  return { object, stated: text(object.content, 'metadata', 'namespace') || undefined };
}

/** Whether both can be of one namespace. */
export function mayMeet(one: InNamespace, other: InNamespace): boolean {
  return one.stated === undefined || other.stated === undefined || one.stated === other.stated;
}

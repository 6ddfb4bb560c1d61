import type { Finding } from '../lint/finding';
import type { ManifestObject, Path } from '../lint/view/place';

/** A finding and the place in its file, both counted from 1. */
export interface LocatedFinding extends Finding {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** The whole line. */
  readonly text: string;
}

/** `ScaledObject serving/chat` */
export function objectName({ kind, namespace, name }: ManifestObject): string {
  return `${kind} ${namespace}/${name}`;
}

/** From the root of the document, also for an object inside a `List`. */
export function jsonPointer(object: ManifestObject, path: Path): string {
  return [...object.within, ...path]
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

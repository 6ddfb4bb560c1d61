import type { ManifestObject } from '../view/place';
import type { ServiceView } from '../view/view';

/** `Deployment 'chat'` */
export function titleOf({ kind, name }: Pick<ManifestObject, 'kind' | 'name'>): string {
  return `${kind} '${name}'`;
}

/** `1 replica`, `3 replicas` */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

/** What its replicas are called: groups where one replica is several pods. */
export function replicaNoun({ pods }: ServiceView): string {
  return pods.reduce((sum, { count }) => sum + count, 0) > 1 ? 'group' : 'replica';
}

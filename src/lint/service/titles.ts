import type { ManifestObject } from '../view/place';

/** `Deployment 'chat'` */
export function titleOf({ kind, name }: Pick<ManifestObject, 'kind' | 'name'>): string {
  return `${kind} '${name}'`;
}

/** `1 replica`, `3 replicas` */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}

import type { ServiceView } from '../view/view';

type Kind = Pick<ServiceView, 'kind'>;

/** Kinds whose pods are read as written, and are templates all the same. */
const RUNTIMES = new Set(['ClusterServingRuntime', 'ServingRuntime']);

/** A controller adds to its pods what is not written: probes, volumes, weights, a command. */
export function isCompleted({ kind, pods }: Pick<ServiceView, 'kind' | 'pods'>): boolean {
  return RUNTIMES.has(kind) || pods.some(({ isPartial }) => isPartial);
}

/** KubeRay mounts /dev/shm and probes Ray; what an application loads is told by its own API. */
export function isOfRay({ kind }: Kind): boolean {
  return kind.startsWith('Ray');
}

/** An autoscaler that writes replicas of the workload itself, and not of one of its roles. */
export function scalesWhole(scaler: { readonly object: Kind }): boolean {
  return ['ScaledObject', 'HorizontalPodAutoscaler'].includes(scaler.object.kind);
}

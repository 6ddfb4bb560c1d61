import { gibibytes } from '../kube/quantity';
import { compileCacheMounts, compileCacheVolume } from './compile-cache';
import { cachePath, modelsPath } from './constants';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

/**
 * Every path the server writes to, so that the root may be read-only. /dev/shm is counted by its
 * limit, the rest by the pod's ephemeral-storage request: a limit of their own would evict a server
 * for a cache that grew.
 */
export function volumes({ replica }: ServicePlan, spec: ServiceSpec): WireFields[] {
  const { weights } = spec;
  const writable = [
    { name: 'cache', emptyDir: {} },
    { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: gibibytes(replica.sharedMemoryGiB) } },
    { name: 'tmp', emptyDir: {} },
    ...compileCacheVolume(spec),
  ];
  if (weights.kind !== 'claim') return writable;
  const { claimName } = weights;
  // Read-only here too, so that kubelet leaves the owner of every weights file as it is.
  return [...writable, { name: 'models', persistentVolumeClaim: { claimName, readOnly: true } }];
}

export function volumeMounts(spec: ServiceSpec): WireFields[] {
  const writable = [
    { name: 'cache', mountPath: cachePath },
    { name: 'shm', mountPath: '/dev/shm' },
    { name: 'tmp', mountPath: '/tmp' },
    ...compileCacheMounts(spec),
  ];
  return spec.weights.kind === 'claim'
    ? [...writable, { name: 'models', mountPath: modelsPath, readOnly: true }]
    : writable;
}

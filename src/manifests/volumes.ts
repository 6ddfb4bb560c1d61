import { gibibytes } from '../kube/quantity';
import { compileCacheMounts, compileCacheVolume } from './compile-cache';
import { cachePath, modelsPath } from './constants';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec, WeightsSpec } from './service-spec';
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
  const models = modelsVolume(weights);
  return models ? [...writable, { name: 'models', ...models }] : writable;
}

// Read-only here too, so that kubelet leaves the owner of every weights file as it is.
function modelsVolume(weights: WeightsSpec): WireFields | undefined {
  switch (weights.kind) {
    case 'claim':
      return { persistentVolumeClaim: { claimName: weights.claimName, readOnly: true } };
    // A tag that moves would mix two models behind one name, so no other policy is offered.
    case 'image':
      return { image: { reference: weights.reference, pullPolicy: 'IfNotPresent' } };
    default:
      return undefined;
  }
}

export function volumeMounts(spec: ServiceSpec): WireFields[] {
  const writable = [
    { name: 'cache', mountPath: cachePath },
    { name: 'shm', mountPath: '/dev/shm' },
    { name: 'tmp', mountPath: '/tmp' },
    ...compileCacheMounts(spec),
  ];
  return modelsVolume(spec.weights) ? [...writable, modelsMount] : writable;
}

export const modelsMount = { name: 'models', mountPath: modelsPath, readOnly: true };

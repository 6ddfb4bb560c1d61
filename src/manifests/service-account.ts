import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireObject } from './wire';

/** An identity of its own for cloud storage; the server never talks to the Kubernetes API. */
export function serviceAccount(spec: ServiceSpec): WireObject {
  const { identity } = spec.weights.kind === 'object-store' ? spec.weights : { identity: {} };
  const isKnown = Object.keys(identity).length > 0;
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...objectMetadata(spec), ...(isKnown ? { annotations: { ...identity } } : {}) },
    automountServiceAccountToken: false,
  };
}

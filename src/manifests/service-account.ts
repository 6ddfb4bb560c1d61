import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireObject } from './wire';

/** An identity of its own for cloud storage; the server never talks to the Kubernetes API. */
export function serviceAccount(spec: ServiceSpec): WireObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: objectMetadata(spec),
    automountServiceAccountToken: false,
  };
}

import { objectLabels } from './labels';
import type { ServiceSpec } from './service-spec';
import type { WireMetadata } from './wire';

/** Name, namespace and labels of an object that belongs to the service. */
export function objectMetadata(spec: ServiceSpec, name = spec.name): WireMetadata {
  const { namespace } = spec;
  return { name, ...(namespace ? { namespace } : {}), labels: objectLabels(spec) };
}

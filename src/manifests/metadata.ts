import { LabelKey } from '../kube/labels';
import { objectLabels } from './labels';
import type { ServiceSpec } from './service-spec';
import type { WireMetadata } from './wire';

/** Name, namespace and labels of an object that belongs to the service. */
export function objectMetadata(spec: ServiceSpec, name = spec.name): WireMetadata {
  const { namespace } = spec;
  return { name, ...(namespace ? { namespace } : {}), labels: objectLabels(spec) };
}

/** What an object is called that belongs to no single service: a cache, a quota, a class. */
export interface SharedObjectName {
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  /** `image-cache`, `weight-cache`, `quota` … */
  readonly component: string;
}

/** Name, namespace and labels of an object that several services share. */
export function sharedMetadata({ name, namespace, component }: SharedObjectName): WireMetadata {
  return {
    name,
    ...(namespace ? { namespace } : {}),
    labels: {
      [LabelKey.APP_NAME]: name,
      [LabelKey.APP_COMPONENT]: component,
      [LabelKey.APP_MANAGED_BY]: 'cdk8s-llm',
    },
  };
}

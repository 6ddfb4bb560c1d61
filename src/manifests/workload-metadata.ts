import { AnnotationKey } from '../kube/labels';
import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireMetadata } from './wire';

/** A workload carries the request it was sized from, so that the YAML explains itself. */
export function workloadMetadata(spec: ServiceSpec): WireMetadata {
  const annotations: Record<string, string> = { [AnnotationKey.PLAN]: spec.planAnnotation };
  if (spec.pinNotes.length > 0) annotations[AnnotationKey.PINS] = spec.pinNotes.join('\n');
  return { ...objectMetadata(spec), annotations };
}

/** Nothing when a scaler owns the field: an applied count would fight it. */
export function fixedReplicas({ replicas }: ServiceSpec): { readonly replicas?: number } {
  return replicas === undefined ? {} : { replicas };
}

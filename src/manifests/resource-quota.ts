import { sharedMetadata } from './metadata';
import type { WireObject } from './wire';

/** A bound on GPUs of a namespace, over all pods or over those of some classes. */
export interface QuotaSpec {
  readonly name: string;
  readonly namespace: string;
  /** GPUs by extended resource. */
  readonly gpus: Readonly<Record<string, number>>;
  /** PriorityClass that is counted; all pods without one. */
  readonly className?: string;
}

/** `limits.nvidia.com/gpu` and the bare name are accepted by the API server, and bound nothing. */
export function resourceQuota({ name, namespace, gpus, className }: QuotaSpec): WireObject {
  const hard = Object.entries(gpus).map(([resource, count]) => [`requests.${resource}`, count]);
  const term = { scopeName: 'PriorityClass', operator: 'In', values: [className] };
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: sharedMetadata({ name, namespace, component: 'quota' }),
    spec: {
      hard: Object.fromEntries(hard),
      ...(className ? { scopeSelector: { matchExpressions: [term] } } : {}),
    },
  };
}

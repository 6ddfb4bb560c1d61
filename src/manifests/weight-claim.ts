import { AnnotationKey } from '../kube/labels';
import { gibibytes } from '../kube/quantity';
import { sharedClaim } from './claim';
import { sharedMetadata } from './metadata';
import type { NodeVolumeSpec, WeightCacheSpec } from './weight-cache-spec';
import type { WireFields, WireObject } from './wire';

/** A claim that a GitOps tool deletes is a fleet that cannot start. */
export const KEEP = {
  [AnnotationKey.ARGOCD_SYNC_OPTIONS]: 'Prune=false,Delete=false',
  [AnnotationKey.FLUX_PRUNE]: 'disabled',
};

export const weightComponent = 'weight-cache';

/** Name, namespace and labels of the objects of a cache. */
export function weightMetadata({ name, namespace }: WeightCacheSpec) {
  return sharedMetadata({ name, namespace, component: weightComponent });
}

/** A claim that no GitOps tool deletes. */
export function claim(spec: WeightCacheSpec, binding: WireFields): WireObject {
  const { name, namespace, claimGiB: sizeGiB } = spec;
  const object = sharedClaim({ name, namespace, component: weightComponent, sizeGiB });
  return {
    ...object,
    metadata: { ...object.metadata, annotations: KEEP },
    spec: { ...(object.spec as WireFields), ...binding },
  };
}

/**
 * One volume for the same directory of many nodes: a local volume is not attached to one of them,
 * so its node affinity may name a whole pool. Pods reach it through the claim, and the namespace
 * stays at the restricted level, which a hostPath in a pod would not pass.
 */
export function persistentVolume(spec: WeightCacheSpec, { directory }: NodeVolumeSpec): WireObject {
  const { name, namespace, claimGiB, nodeSelector } = spec;
  const matchExpressions = Object.entries(nodeSelector).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  // Two names together may be longer than a label.
  const { labels } = sharedMetadata({ name, component: weightComponent });
  const metadata = { name: `${namespace}-${name}`, labels };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { ...metadata, annotations: KEEP },
    spec: {
      capacity: { storage: gibibytes(claimGiB) },
      accessModes: ['ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: '',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace },
      local: { path: directory },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
    },
  };
}
